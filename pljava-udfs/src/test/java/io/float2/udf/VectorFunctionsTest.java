package io.float2.udf;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.kernel.Float2;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFunctionsTest {

    private static short[] halves(float... values) {
        return Float2.toHalf(values);
    }

    @Test
    void aNormalizedVectorHasLengthOne() {
        assertThat(Float2.toFloat(VectorFunctions.l2Normalize(halves(3, 4)))).containsExactly(0.60009766f, 0.7998047f);
        assertThat(Float2.toFloat(VectorFunctions.l2Normalize(halves(-6e-8f, 0)))).containsExactly(-1, 0);
    }

    @Test
    void zerosStayZeros() {
        assertThat(VectorFunctions.l2Normalize(halves(0, -0.0f))).isEqualTo(halves(0, -0.0f));
        assertThat(VectorFunctions.l2Normalize(halves())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 2049, 65503, 65504})
    void scaledValuesStayBelowTheMaximum(int max) {
        double[] uniform = {0, 0.5, Math.nextDown(1.0)};
        short[] scaled = VectorFunctions.scale(max, uniform);
        assertThat(Float2.toFloat(scaled[0])).isZero();
        assertThat(Float2.toFloat(scaled[1])).isEqualTo(Float2.toFloat(Float2.toHalf(max * 0.5)));
        assertThat(Float2.toFloat(scaled[2])).isLessThan(max).isGreaterThan(max * 0.998f);
    }

    @Test
    void everyMixOfDistancesIsThere() {
        assertThat(Arrays.stream(VectorFunctions.class.getMethods())
                .filter(method -> method.getDeclaringClass() == VectorFunctions.class && method.getReturnType() == double.class))
                .hasSize(16);
    }
}
