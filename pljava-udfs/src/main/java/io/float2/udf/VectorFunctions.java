package io.float2.udf;

import io.float2.kernel.Float2;

/** The functions of vectors; PL/Java finds the methods by the names and types in the extension's script. */
public final class VectorFunctions {

    private VectorFunctions() {
    }

    public static short[] toHalf(float[] vector) {
        return Float2.toHalf(vector);
    }

    public static float[] toFloat(short[] vector) {
        return Float2.toFloat(vector);
    }

    public static double l2Distance(short[] a, short[] b) {
        return Float2.l2Distance(a, b);
    }

    public static double l2Distance(short[] a, float[] b) {
        return Float2.l2Distance(a, b);
    }

    public static double l2Distance(float[] a, short[] b) {
        return Float2.l2Distance(a, b);
    }

    public static double l2Distance(float[] a, float[] b) {
        return Float2.l2Distance(a, b);
    }

    public static double l2SquaredDistance(short[] a, short[] b) {
        return Float2.l2SquaredDistance(a, b);
    }

    public static double l2SquaredDistance(short[] a, float[] b) {
        return Float2.l2SquaredDistance(a, b);
    }

    public static double l2SquaredDistance(float[] a, short[] b) {
        return Float2.l2SquaredDistance(a, b);
    }

    public static double l2SquaredDistance(float[] a, float[] b) {
        return Float2.l2SquaredDistance(a, b);
    }

    public static double innerProduct(short[] a, short[] b) {
        return Float2.innerProduct(a, b);
    }

    public static double innerProduct(short[] a, float[] b) {
        return Float2.innerProduct(a, b);
    }

    public static double innerProduct(float[] a, short[] b) {
        return Float2.innerProduct(a, b);
    }

    public static double innerProduct(float[] a, float[] b) {
        return Float2.innerProduct(a, b);
    }

    public static double cosineDistance(short[] a, short[] b) {
        return Float2.cosineDistance(a, b);
    }

    public static double cosineDistance(short[] a, float[] b) {
        return Float2.cosineDistance(a, b);
    }

    public static double cosineDistance(float[] a, short[] b) {
        return Float2.cosineDistance(a, b);
    }

    public static double cosineDistance(float[] a, float[] b) {
        return Float2.cosineDistance(a, b);
    }

    /** The vector with length 1; zeros stay zeros. */
    public static short[] l2Normalize(short[] vector) {
        double norm = Math.sqrt(Float2.innerProduct(vector, vector));
        if (!(norm > 0)) {
            return vector;
        }
        float[] values = Float2.toFloat(vector);
        short[] normalized = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            normalized[i] = Float2.toHalf(values[i] / norm);
        }
        return normalized;
    }

    /**
     * Values uniform in [0, 1) as halves in [0, max).
     *
     * <p>Rounding could reach max itself; the half below it is taken then.
     */
    public static short[] scale(int max, double[] uniform) {
        short limit = Float2.toHalf((double) max);
        if (Float2.toFloat(limit) < max) {
            limit++;        // max is no half: the next one is above it
        }
        short[] halves = new short[uniform.length];
        for (int i = 0; i < uniform.length; i++) {
            short half = Float2.toHalf(uniform[i] * max);
            halves[i] = half < limit ? half : (short) (limit - 1);      // positive, so their bits are in order
        }
        return halves;
    }
}
