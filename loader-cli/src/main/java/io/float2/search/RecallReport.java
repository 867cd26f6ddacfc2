package io.float2.search;

import java.util.List;

/**
 * What a measurement of recall found.
 *
 * @param queries that have been measured; those without any neighbour, for the condition excludes all, are left out
 * @param recall share of the k nearest rows that were found; a row as near as the k-th counts as one of them
 * @param low lower end of the 95 % interval
 * @param high upper end of it
 * @param interval how the interval was found
 * @param iterativeScan whether the walk through the graph went on until it had k rows
 * @param indexes that the server's plan for the queries walks; empty when it uses none
 * @param plan the scans of that plan in words
 * @param approximate times of the queries as planned
 * @param exact times of comparing all rows; null when the truth came from a file
 * @param truth where the true neighbours came from
 */
public record RecallReport(
        String table,
        String column,
        int k,
        int queries,
        double recall,
        double low,
        double high,
        String interval,
        int efSearch,
        boolean iterativeScan,
        List<String> indexes,
        String plan,
        Latency approximate,
        Latency exact,
        String truth) {

    /** Whether the recall is that of an index, and not of a scan of all rows. */
    public boolean usesIndex() {
        return !indexes.isEmpty();
    }
}
