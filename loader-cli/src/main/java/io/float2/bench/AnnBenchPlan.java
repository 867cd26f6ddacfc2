package io.float2.bench;

import io.float2.UsageException;
import java.nio.file.Path;
import java.util.List;

/**
 * A comparison of {@code ann} over {@code float2[]} with pgvector's {@code hnsw} over {@code halfvec}.
 *
 * @param data folder or file with vectors
 * @param rows to search among; {@link #ALL}: all there are
 * @param dimension of the vectors; {@link #ALL}: as the data have it
 * @param queries most queries
 * @param k neighbours asked for
 * @param m most neighbours of a vertex of the graph on each layer
 * @param efConstruction candidates looked at for each vertex
 * @param efSearch candidates that a search keeps, each measured for itself
 * @param pairs how often both indexes are built, in turn
 * @param rounds how often all queries are run on both, in turn
 * @param clients connections of the measurement with several
 * @param memory maintenance_work_mem of the builds in PostgreSQL's spelling; null: as the server has it
 */
public record AnnBenchPlan(
        Path data, int rows, int dimension, int queries, int k, int m, int efConstruction, List<Integer> efSearch, int pairs, int rounds,
        int clients, String memory) {

    /** No limit, or the file's own value. */
    public static final int ALL = 0;

    public AnnBenchPlan {
        efSearch = efSearch.stream().sorted().distinct().toList();
        atLeast("--rows", rows, 0);
        atLeast("--dim", dimension, 0);
        atLeast("--queries", queries, 1);
        atLeast("-k", k, 1);
        atLeast("--pairs", pairs, 1);
        atLeast("--rounds", rounds, 1);
        atLeast("--clients", clients, 1);
        if (efSearch.isEmpty() || efSearch.get(0) < k || efSearch.get(efSearch.size() - 1) > 1000) {
            throw new UsageException("--ef-search takes values from " + k + ", the number of neighbours, to 1000, not " + efSearch);
        }
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new UsageException(option + " is " + least + " or more, not " + value);
        }
    }
}
