package io.float2.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateCurveTest {

    @Test
    void betweenTwoPointsTheLogarithmIsLinear() {
        RateCurve curve = new RateCurve();
        curve.add(0.99, 100);
        curve.add(0.9, 10_000);
        assertThat(curve.lowest()).isEqualTo(0.9);
        assertThat(curve.highest()).isEqualTo(0.99);
        assertThat(curve.rate(0.9)).isCloseTo(10_000, within(1e-6));
        assertThat(curve.rate(0.945)).isCloseTo(1000, within(1e-6));
        assertThat(curve.rate(0.99)).isCloseTo(100, within(1e-6));
    }

    @Test
    void ofPointsWithTheSameRecallTheFastestCounts() {
        RateCurve curve = new RateCurve();
        curve.add(1, 50);
        curve.add(1, 70);
        curve.add(1, 60);
        assertThat(curve.rate(1)).isEqualTo(70);
    }
}
