package io.float2.bench;

import java.util.List;
import java.util.Map;

/**
 * What was measured. Ratios are ours to the other's where more is better (queries a second), and the other's to ours where less is
 * better (seconds, bytes): above 1, ours is better.
 *
 * @param machine what it was measured on, by name
 * @param builds in the order they ran
 * @param buildRatio of the pairs' seconds
 * @param sizeRatio of the bytes of the indexes
 * @param points one a side and ef_search, in the order of ef_search
 * @param ratios one an ef_search
 * @param equalRecall the ratios where both sides find as much, between the points that were measured
 */
public record AnnBenchReport(
        String data, int rows, int dimension, int queries, int k, int m, int efConstruction, int clients, Map<String, String> machine,
        List<Build> builds, Spread buildRatio, double sizeRatio, List<Point> points, List<Ratio> ratios, List<EqualRecall> equalRecall) {

    /**
     * One build.
     *
     * @param pair counted from 1
     * @param indexBytes on disk
     * @param peakBytes most memory that was seen, {@code -1} when it could not be
     */
    public record Build(String side, int pair, double seconds, long indexBytes, long peakBytes) {}

    /**
     * Searches with one setting. All rates are queries a second.
     *
     * @param recall part of the true neighbours found
     * @param oneClient on one connection, one query after the other
     * @param clients on several connections at once
     * @param server inside the server, in one statement, without a client
     */
    public record Point(String side, int efSearch, double recall, Spread oneClient, Spread clients, Spread server) {}

    /** Rates of both sides with the same setting, round by round. */
    public record Ratio(int efSearch, Spread oneClient, Spread clients, Spread server) {}

    /** Rates of both sides at the same recall, round by round. */
    public record EqualRecall(double recall, Spread oneClient, Spread clients, Spread server) {}
}
