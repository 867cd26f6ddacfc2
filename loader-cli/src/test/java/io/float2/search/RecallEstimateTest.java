package io.float2.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecallEstimateTest {

    @Test
    void allFoundIsOneWithAnIntervalBelow() {
        RecallEstimate estimate = RecallEstimate.of(filled(100, 10), filled(100, 10));
        assertThat(estimate.recall()).isEqualTo(1);
        assertThat(estimate.high()).isEqualTo(1);
        // Wilson: n / (n + z^2)
        assertThat(estimate.low()).isCloseTo(100 / (100 + 1.959964 * 1.959964), within(1e-6));
        assertThat(estimate.method()).isEqualTo("Wilson over queries");
    }

    @Test
    void theIntervalHoldsTheTrueRecallAboutNineteenTimesInTwenty() {
        Random random = new Random(11);
        int held = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            int[] hits = new int[100];
            for (int i = 0; i < hits.length; i++) {
                // Whole queries succeed or fail together: 0.9 * 10 + 0.1 * 5 of 10.
                hits[i] = random.nextInt(10) > 0 ? 10 : 5;
            }
            RecallEstimate estimate = RecallEstimate.of(hits, filled(100, 10));
            held += estimate.low() <= 0.95 && 0.95 <= estimate.high() ? 1 : 0;
        }
        assertThat(held).isBetween(175, 200);
    }

    @Test
    void queriesWithFewerNeighboursWeighLess() {
        assertThat(RecallEstimate.of(new int[] {10, 0}, new int[] {10, 2}).recall()).isCloseTo(10 / 12.0, within(1e-12));
    }

    @Test
    void latenciesAreTheTimesThatTheShareDoesNotExceed() {
        double[] seconds = new double[100];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = (100 - i) / 1000.0;
        }
        Latency latency = Latency.of(seconds);
        assertThat(latency.p50Millis()).isCloseTo(50, within(1e-9));
        assertThat(latency.p99Millis()).isCloseTo(99, within(1e-9));
        assertThat(latency.meanMillis()).isCloseTo(50.5, within(1e-9));
        assertThat(latency.perSecond()).isCloseTo(1000 / 50.5, within(1e-9));
    }

    private static int[] filled(int length, int value) {
        int[] values = new int[length];
        Arrays.fill(values, value);
        return values;
    }
}
