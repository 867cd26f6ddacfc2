package io.float2.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The public methods, on whichever provider this JVM has chosen; each is to do what its name says. */
class Float2Test {

    private static final float[] FLOATS_A = {1, 2, 3};
    private static final float[] FLOATS_B = {4, -2, 3};
    private static final short[] A = {0x3C00, 0x4000, 0x4200};
    private static final short[] B = {0x4400, (short) 0xC000, 0x4200};

    @Test
    void single_values_convert() {
        assertThat(Float2.toHalf(-2f)).isEqualTo((short) 0xC000);
        assertThat(Float2.toHalf(65520f)).isEqualTo((short) 0x7C00);
        assertThat(Float2.toHalf(1 + 0x1p-11 + 0x1p-40)).isEqualTo((short) 0x3C01);
        assertThat(Float2.toFloat((short) 0x7BFF)).isEqualTo(65504f);
    }

    @Test
    void arrays_and_ranges_convert() {
        short[] halves = new short[4];
        float[] floats = new float[4];

        Float2.toHalf(FLOATS_B, 1, halves, 2, 2);
        Float2.toFloat(B, 0, floats, 3, 1);

        assertThat(Float2.toHalf(FLOATS_A)).isEqualTo(A);
        assertThat(Float2.toFloat(B)).isEqualTo(FLOATS_B);
        assertThat(halves).isEqualTo(new short[] {0, 0, (short) 0xC000, 0x4200});
        assertThat(floats).isEqualTo(new float[] {0, 0, 0, 4});
    }

    @Test
    void distances_are_what_they_are_called_in_every_mix() {
        double cosineDistance = 1 - 9 / Math.sqrt(14 * 29);

        assertThat(new double[] {Float2.l2Distance(A, B), Float2.l2Distance(A, FLOATS_B),
                Float2.l2Distance(FLOATS_A, B), Float2.l2Distance(FLOATS_A, FLOATS_B)}).containsOnly(5);
        assertThat(new double[] {Float2.l2SquaredDistance(A, B), Float2.l2SquaredDistance(A, FLOATS_B),
                Float2.l2SquaredDistance(FLOATS_A, B), Float2.l2SquaredDistance(FLOATS_A, FLOATS_B)}).containsOnly(25);
        assertThat(new double[] {Float2.innerProduct(A, B), Float2.innerProduct(A, FLOATS_B),
                Float2.innerProduct(FLOATS_A, B), Float2.innerProduct(FLOATS_A, FLOATS_B)}).containsOnly(9);
        assertThat(new double[] {Float2.l1Distance(A, B), Float2.l1Distance(A, FLOATS_B),
                Float2.l1Distance(FLOATS_A, B), Float2.l1Distance(FLOATS_A, FLOATS_B)}).containsOnly(7);
        assertThat(new double[] {Float2.cosineDistance(A, B), Float2.cosineDistance(A, FLOATS_B),
                Float2.cosineDistance(FLOATS_A, B), Float2.cosineDistance(FLOATS_A, FLOATS_B)})
                .containsOnly(cosineDistance);
    }

    @Test
    void unequal_lengths_are_refused() {
        assertThatThrownBy(() -> Float2.l2Distance(new short[3], new short[4]))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("different vector lengths 3 and 4");
    }
}
