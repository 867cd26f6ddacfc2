package io.float2.bench;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** A value that was measured several times. */
public record Spread(double min, double median, double max) {

    /** @param values at least one */
    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** Of {@code rounds} values, the first for 0. */
    static Spread of(int rounds, IntToDoubleFunction value) {
        double[] values = new double[rounds];
        Arrays.setAll(values, value);
        return of(values);
    }
}
