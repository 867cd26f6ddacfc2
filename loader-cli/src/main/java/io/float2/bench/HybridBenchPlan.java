package io.float2.bench;

import io.float2.UsageException;
import java.nio.file.Path;
import java.util.List;

/**
 * A comparison of one SQL statement that filters and searches with the split architecture, where a database has the columns and another
 * process the vectors.
 *
 * @param data folder or file with vectors
 * @param rows to search among; {@link AnnBenchPlan#ALL}: all there are
 * @param queries most queries
 * @param k neighbours asked for
 * @param m most neighbours of a vertex of the graph on each layer
 * @param efConstruction candidates looked at for each vertex
 * @param recall that each way has to reach, with the fastest of its settings that does
 * @param shares of the rows that pass the filter, in percent; 100: a filter that all pass
 * @param rounds how often the ways are run in turn
 * @param seconds after which a way's round ends, if it has not run all queries
 * @param graph whether the vector process builds a graph; without one it compares all rows that pass
 * @param memory maintenance_work_mem of the build in PostgreSQL's spelling; null: as the server has it
 */
public record HybridBenchPlan(
        Path data, int rows, int queries, int k, int m, int efConstruction, double recall, List<Double> shares, int rounds,
        double seconds, boolean graph, String memory) {

    /** The finest filter lets through one row in so many. */
    static final int CASES = 10_000;

    public HybridBenchPlan {
        shares = shares.stream().sorted().distinct().toList();
        if (rows < 0 || queries < 1 || k < 1 || rounds < 1) {
            throw new UsageException("--rows is 0 or more, and --queries, -k and --rounds are 1 or more");
        }
        if (!(recall > 0 && recall <= 1)) {
            throw new UsageException("--recall is above 0 and at most 1, not " + recall);
        }
        if (!(seconds > 0)) {
            throw new UsageException("--seconds is above 0, not " + seconds);
        }
        for (double share : shares) {
            if (!(share >= 100.0 / CASES && share <= 100)) {
                throw new UsageException("--share takes percentages from " + 100.0 / CASES + " to 100, not " + share);
            }
        }
    }
}
