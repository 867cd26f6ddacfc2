package io.float2.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One run of a script by pgbench.
 *
 * @param perSecond transactions a second, all clients together
 * @param latencyMillis the time of a transaction that so many percent do not exceed, for each of {@link #PERCENTS}
 */
public record ScriptRun(double perSecond, List<Double> latencyMillis) {

    /** The percentages that latencies are told for. */
    public static final List<Double> PERCENTS = List.of(1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9);

    static ScriptRun of(double perSecond, double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        List<Double> latencies = new ArrayList<>();
        for (double percent : PERCENTS) {
            latencies.add(1e3 * sorted[(int) Math.max(0, Math.ceil(percent / 100 * sorted.length) - 1)]);
        }
        return new ScriptRun(perSecond, latencies);
    }

    /** @param percent one of {@link #PERCENTS} */
    public double latencyMillis(double percent) {
        return latencyMillis.get(PERCENTS.indexOf(percent));
    }
}
