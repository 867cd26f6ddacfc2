package io.float2.search;

import java.util.Arrays;

/**
 * Times of single queries, one after the other on one connection, seen from this side of it.
 *
 * @param perSecond queries a second at the mean time
 */
public record Latency(double p50Millis, double p95Millis, double p99Millis, double meanMillis, double perSecond) {

    /** @param seconds of each query, at least one */
    static Latency of(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        double mean = Arrays.stream(sorted).average().orElseThrow();
        return new Latency(
                1e3 * percentile(sorted, 0.50), 1e3 * percentile(sorted, 0.95), 1e3 * percentile(sorted, 0.99), 1e3 * mean, 1 / mean);
    }

    /** The smallest of the times that so large a share does not exceed. */
    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
