package io.float2.bench.split;

import java.util.Arrays;

/** The nearest of all that are offered. Not thread safe. */
public final class Nearest {

    private final int[] numbers;
    private final double[] distances;
    private int count;

    /** @param k how many are kept */
    public Nearest(int k) {
        numbers = new int[k];
        distances = new double[k];
    }

    /** Keeps a number if it is among the nearest so far; of those as near, the first. */
    public void offer(int number, double distance) {
        if (count == numbers.length && distance >= distances[count - 1]) {
            return;
        }
        int at = count == numbers.length ? count - 1 : count++;
        for (; at > 0 && distances[at - 1] > distance; at--) {
            distances[at] = distances[at - 1];
            numbers[at] = numbers[at - 1];
        }
        distances[at] = distance;
        numbers[at] = number;
    }

    /** Nearest first. */
    public int[] numbers() {
        return Arrays.copyOf(numbers, count);
    }
}
