package io.float2.bench;

import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param recall that was asked for
 * @param machine what it was measured on, by name
 * @param skipped why the split architecture was left out, or null
 */
public record HybridReport(
        String data, int rows, int dimension, int queries, int k, double recall, Map<String, String> machine, String skipped,
        List<Build> builds, List<Filtered> filters) {

    /**
     * One index or graph.
     *
     * @param bytes of the index on disk with its vectors; of the vector process' graph, without them, in memory
     */
    public record Build(String what, double seconds, long bytes) {}

    /**
     * One filter.
     *
     * @param condition null: none
     * @param passing rows that fulfil it
     */
    public record Filtered(String filter, String condition, long passing, List<Way> ways) {}

    /**
     * One way to answer, with the fastest of its settings that reaches the recall, or with the one of most recall.
     *
     * @param setting candidates kept; or compare: all that pass are compared; empty where there is nothing to set
     * @param recall part of the true neighbours found
     * @param queries that were timed
     * @param ratio the median time of the split architecture to its own, round by round: above 1, this way is the faster; null for the
     *     split architecture itself, and where it is not measured
     */
    public record Way(
            String way, String setting, String plan, double recall, long queries, double p50Millis, double p95Millis, double p99Millis,
            double meanMillis, Spread ratio) {}
}
