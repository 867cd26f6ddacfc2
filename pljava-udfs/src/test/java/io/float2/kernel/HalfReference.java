package io.float2.kernel;

import java.util.Arrays;

/**
 * What a half is, by definition: the value is computed from the fields, narrowing looks for the nearest value in a table.
 *
 * <p>Slow, and unlike any of the conversions it is compared with.
 */
final class HalfReference {

    private static final int INFINITY = 0x7C00;

    /** Of all halves that are neither negative nor NaN, by their bits; infinity counts as 2^16, which decides ties. */
    private static final double[] VALUES = new double[INFINITY + 1];

    static {
        Arrays.setAll(VALUES, HalfReference::magnitude);
    }

    private HalfReference() {
    }

    private static double magnitude(int bits) {
        int exponent = bits >>> 10;
        int fraction = bits & 0x3FF;
        return exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1024.0 + fraction, exponent - 25);
    }

    static short narrow(float value) {
        if (Float.isNaN(value)) {
            int bits = Float.floatToRawIntBits(value);
            return nan(bits < 0, bits >>> 13);
        }
        return narrow((double) value);
    }

    static short narrow(double value) {
        long bits = Double.doubleToRawLongBits(value);
        if (Double.isNaN(value)) {
            return nan(bits < 0, (int) (bits >>> 42));
        }
        int magnitude = nearest(Math.abs(value));
        return (short) (bits < 0 ? 0x8000 | magnitude : magnitude);
    }

    private static int nearest(double magnitude) {
        int found = Arrays.binarySearch(VALUES, magnitude);
        if (found >= 0) {
            return found;
        }
        int above = -found - 1;
        if (above > INFINITY) {
            return INFINITY;
        }
        int below = above - 1;
        double tie = (VALUES[below] + VALUES[above]) / 2;       // exact: twelve bits
        if (magnitude == tie) {
            return (below & 1) == 0 ? below : above;
        }
        return magnitude < tie ? below : above;
    }

    /** The rule: the sign and the upper ten bits of the payload stay, the first of them, which means quiet, is set. */
    private static short nan(boolean negative, int payload) {
        return (short) ((negative ? 0x8000 : 0) | 0x7C00 | 0x0200 | payload & 0x03FF);
    }

    /** Bits rather than a float, so that a NaN cannot be changed on its way. */
    static int widenToBits(short half) {
        int bits = Short.toUnsignedInt(half);
        int sign = (bits & 0x8000) << 16;
        int magnitude = bits & 0x7FFF;
        if (magnitude > INFINITY) {
            return sign | 0x7F80_0000 | 0x0040_0000 | (magnitude & 0x03FF) << 13;
        }
        if (magnitude == INFINITY) {
            return sign | 0x7F80_0000;
        }
        return sign | Float.floatToRawIntBits((float) VALUES[magnitude]);
    }
}
