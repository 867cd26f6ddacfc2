package io.float2.kernel;

/**
 * Conversions of one value, bit for bit those of the C kernel.
 *
 * <p>Written out because {@code Float.floatToFloat16} is not there before Java 20 and leaves the payload of a NaN open.
 */
final class HalfConversion {

    private static final int EXPONENT_OF_HALF = 0x7C00 << 13;

    /** How far apart the exponent biases are, 127 and 15, in a float's exponent field. */
    private static final int REBIAS = 112 << 23;

    private static final int FLOAT_INFINITY = 0x7F80_0000;
    private static final int FLOAT_65536 = 0x4780_0000;
    private static final int FLOAT_2_TO_MINUS_14 = 0x3880_0000;
    private static final int FLOAT_ONE_HALF = 0x3F00_0000;

    private static final long DOUBLE_INFINITY = 0x7FF0_0000_0000_0000L;
    private static final long DOUBLE_65536 = 0x40F0_0000_0000_0000L;
    private static final long DOUBLE_2_TO_MINUS_14 = 0x3F10_0000_0000_0000L;
    private static final long DOUBLE_2_TO_28 = 0x41B0_0000_0000_0000L;

    private HalfConversion() {
    }

    /** Nearest half, ties to even; a NaN keeps its sign and the upper ten bits of its payload, quieted. */
    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7FFF_FFFF;
        int half;
        if (magnitude >= FLOAT_65536) {
            half = magnitude > FLOAT_INFINITY ? 0x7E00 | magnitude >>> 13 & 0x03FF : 0x7C00;
        } else if (magnitude < FLOAT_2_TO_MINUS_14) {
            // One unit of a subnormal half is 2^-24, just the last bit of 0.5: the addition rounds to whole units.
            half = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f) - FLOAT_ONE_HALF;
        } else {
            // Half a unit less one, plus the lowest bit that stays: nearest, ties to even. The carry may reach infinity.
            half = magnitude - REBIAS + 0x0FFF + (magnitude >>> 13 & 1) >>> 13;
        }
        return (short) (sign | half);
    }

    /** As {@link #fromFloat}, rounding once; by way of float it would be twice. */
    static short fromDouble(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int sign = (int) (bits >>> 48) & 0x8000;
        long magnitude = bits & 0x7FFF_FFFF_FFFF_FFFFL;
        long half;
        if (magnitude >= DOUBLE_65536) {
            half = magnitude > DOUBLE_INFINITY ? 0x7E00 | magnitude >>> 42 & 0x03FF : 0x7C00;
        } else if (magnitude < DOUBLE_2_TO_MINUS_14) {
            half = Double.doubleToRawLongBits(Double.longBitsToDouble(magnitude) + 0x1p28) - DOUBLE_2_TO_28;
        } else {
            half = magnitude - (1008L << 52) + 0x1FF_FFFF_FFFFL + (magnitude >>> 42 & 1) >>> 42;
        }
        return (short) (sign | (int) half);
    }

    /** Exact; a signalling NaN comes back quiet, with its payload. */
    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = (half & 0x7FFF) << 13;
        int exponent = magnitude & EXPONENT_OF_HALF;
        int bits;
        if (exponent == EXPONENT_OF_HALF) {
            bits = magnitude == EXPONENT_OF_HALF ? FLOAT_INFINITY : 0x7FC0_0000 | magnitude;
        } else if (exponent == 0) {
            // With the exponent of the smallest normal half put in front, that half is just what is too much.
            float shifted = Float.intBitsToFloat(magnitude | FLOAT_2_TO_MINUS_14);
            bits = Float.floatToRawIntBits(shifted - 0x1p-14f);
        } else {
            bits = magnitude + REBIAS;
        }
        return Float.intBitsToFloat(sign | bits);
    }
}
