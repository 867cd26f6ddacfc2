package io.float2.search;

import io.float2.UsageException;
import io.float2.loader.source.SourceFormat;
import java.nio.file.Path;

/**
 * A measurement of recall.
 *
 * @param search what is measured; its columns are not asked for
 * @param queries file with the query vectors; null: they come from elsewhere
 * @param format of that file; null: told by its ending
 * @param truth file with the nearest rows of each query, nearest first: {@code .ivecs} with row numbers, found in the id column, or
 *     {@code .fvecs} with squared L2 distances. Null: all rows are compared
 * @param sample most queries to take, at random
 */
public record RecallPlan(SearchPlan search, Path queries, SourceFormat format, Path truth, int sample) {

    /** Most queries that are taken when nothing is said. */
    public static final int DEFAULT_SAMPLE = 1000;

    public RecallPlan {
        if (sample < 1) {
            throw new UsageException("a measurement takes 1 query or more, not " + sample);
        }
        if (truth != null && search.where() != null) {
            throw new UsageException("the neighbours in " + truth + " are those without a condition: leave --truth or --where out");
        }
    }

    /** A measurement against all rows, with at most {@link #DEFAULT_SAMPLE} queries. */
    public static RecallPlan of(SearchPlan search, Path queries) {
        return new RecallPlan(search, queries, null, null, DEFAULT_SAMPLE);
    }

    /** The same with known neighbours. */
    public RecallPlan withTruth(Path file) {
        return new RecallPlan(search, queries, format, file, sample);
    }

    /** The same with another number of queries. */
    public RecallPlan withSample(int most) {
        return new RecallPlan(search, queries, format, truth, most);
    }
}
