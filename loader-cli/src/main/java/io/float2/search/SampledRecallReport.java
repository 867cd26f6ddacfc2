package io.float2.search;

import java.util.List;

/**
 * Recall of the indexes on a column, measured with vectors of sampled rows.
 *
 * @param efSearch candidates that a search in a graph kept
 * @param probes lists that a search in inverted lists looked through
 * @param iterativeScan whether a search went on until it had k rows
 */
public record SampledRecallReport(
        String table, String column, int k, String where, int efSearch, int probes, boolean iterativeScan, List<Measured> indexes) {

    public SampledRecallReport {
        indexes = List.copyOf(indexes);
    }

    /**
     * One index.
     *
     * @param predicate of a partial index, or null; its own rows alone are queries and answers
     * @param low end of the 95 % interval (Wilson, over as many independent neighbours as tell as much)
     * @param high the other end
     * @param approximate times by the index, inside the server, or for a table in shards seen from this side; null after a failure
     * @param exact times of comparing all rows; null after a failure
     * @param failure why it could not be measured, or null
     */
    public record Measured(
            String index, String method, String predicate, int queries, double recall, double low, double high, Times approximate, Times exact,
            String failure) {}

    /** Milliseconds of a query with parsing and planning. */
    public record Times(double meanMillis, double p50Millis, double p95Millis) {}
}
