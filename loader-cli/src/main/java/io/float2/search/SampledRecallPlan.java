package io.float2.search;

import io.float2.UsageException;
import io.float2.sql.ColumnName;

/**
 * A measurement of recall inside the server, with vectors of the table itself as the queries.
 *
 * @param index the one index that is measured; null: all on the column
 * @param where condition in SQL that every result fulfils, or null
 * @param k how many neighbours
 * @param sample how many rows are queries
 * @param efSearch candidates that a search in a graph keeps, or {@link SearchPlan#DEFAULT}
 * @param probes lists that a search in inverted lists looks through, or {@link SearchPlan#DEFAULT}
 */
public record SampledRecallPlan(ColumnName column, String index, String where, int k, int sample, int efSearch, int probes) {

    /** Queries when nothing is said: each is compared with all rows. */
    public static final int DEFAULT_SAMPLE = 100;

    private static final int MOST_PROBES = 32768;

    public SampledRecallPlan {
        if (efSearch < 0 || efSearch > SearchPlan.MAX_EF_SEARCH) {
            throw new UsageException("ef_search can be 1 to " + SearchPlan.MAX_EF_SEARCH + ", not " + efSearch);
        }
        if (probes < 0 || probes > MOST_PROBES) {
            throw new UsageException("probes can be 1 to " + MOST_PROBES + ", not " + probes);
        }
        if (where != null && where.isBlank()) {
            throw new UsageException("the condition of --where is empty");
        }
    }
}
