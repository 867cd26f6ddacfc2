package io.float2.kernel;

/**
 * Half precision for Java programs: conversions and distances.
 *
 * <p>A half is the bit pattern of an IEEE 754 binary16 in a {@code short}. All methods are thread safe, keep no array, and
 * verify lengths before anything is read or written: unequal vectors are an {@link IllegalArgumentException} that names
 * both lengths, a range outside its array an {@link IndexOutOfBoundsException}. The work is done by the provider that
 * {@link #kernelInfo()} names; it is chosen at the first call, and a provider that was forced and cannot be used is a
 * {@link KernelUnavailableException} from every method but the conversions of single values, which always run in Java.
 *
 * <p>Narrowing rounds once, to nearest even. Magnitudes of 65520 and above become infinity, never an error. A NaN keeps its
 * sign and the upper bits of its payload and comes out quiet, both ways.
 *
 * <p>Distances are computed in float, with an error of at most 1e-6 * sqrt(n) of the sum of the terms' magnitudes.
 */
public final class Float2 {

    private Float2() {
    }

    /** Which provider does the work, on what, and why a better one does not. */
    public static KernelInfo kernelInfo() {
        return Kernel.info();
    }

    public static short toHalf(float value) {
        return HalfConversion.fromFloat(value);
    }

    /** Rounds once, which going through float would not. */
    public static short toHalf(double value) {
        return HalfConversion.fromDouble(value);
    }

    public static float toFloat(short half) {
        return HalfConversion.toFloat(half);
    }

    public static short[] toHalf(float[] floats) {
        return Kernel.inUse().toHalf(floats);
    }

    /** Any length at once: long arrays are worked through in pieces that do not hold up garbage collection. */
    public static void toHalf(float[] src, int srcOffset, short[] dst, int dstOffset, int length) {
        Kernel.inUse().toHalf(src, srcOffset, dst, dstOffset, length);
    }

    public static float[] toFloat(short[] halves) {
        return Kernel.inUse().toFloat(halves);
    }

    /** Any length at once: long arrays are worked through in pieces that do not hold up garbage collection. */
    public static void toFloat(short[] src, int srcOffset, float[] dst, int dstOffset, int length) {
        Kernel.inUse().toFloat(src, srcOffset, dst, dstOffset, length);
    }

    public static double l2Distance(short[] a, short[] b) {
        return Math.sqrt(l2SquaredDistance(a, b));
    }

    public static double l2Distance(short[] a, float[] b) {
        return Math.sqrt(l2SquaredDistance(a, b));
    }

    public static double l2Distance(float[] a, short[] b) {
        return Math.sqrt(l2SquaredDistance(a, b));
    }

    public static double l2Distance(float[] a, float[] b) {
        return Math.sqrt(l2SquaredDistance(a, b));
    }

    public static double l2SquaredDistance(short[] a, short[] b) {
        return Kernel.inUse().l2Squared(a, b);
    }

    public static double l2SquaredDistance(short[] a, float[] b) {
        return Kernel.inUse().l2Squared(a, b);
    }

    public static double l2SquaredDistance(float[] a, short[] b) {
        return Kernel.inUse().l2Squared(a, b);
    }

    public static double l2SquaredDistance(float[] a, float[] b) {
        return Kernel.inUse().l2Squared(a, b);
    }

    public static double innerProduct(short[] a, short[] b) {
        return Kernel.inUse().innerProduct(a, b);
    }

    public static double innerProduct(short[] a, float[] b) {
        return Kernel.inUse().innerProduct(a, b);
    }

    public static double innerProduct(float[] a, short[] b) {
        return Kernel.inUse().innerProduct(a, b);
    }

    public static double innerProduct(float[] a, float[] b) {
        return Kernel.inUse().innerProduct(a, b);
    }

    /** One minus the cosine, 0 to 2; NaN when a vector is all zeros or empty. */
    public static double cosineDistance(short[] a, short[] b) {
        return Kernel.inUse().cosine(a, b);
    }

    /** See {@link #cosineDistance(short[], short[])}. */
    public static double cosineDistance(short[] a, float[] b) {
        return Kernel.inUse().cosine(a, b);
    }

    /** See {@link #cosineDistance(short[], short[])}. */
    public static double cosineDistance(float[] a, short[] b) {
        return Kernel.inUse().cosine(a, b);
    }

    /** See {@link #cosineDistance(short[], short[])}. */
    public static double cosineDistance(float[] a, float[] b) {
        return Kernel.inUse().cosine(a, b);
    }

    public static double l1Distance(short[] a, short[] b) {
        return Kernel.inUse().l1(a, b);
    }

    public static double l1Distance(short[] a, float[] b) {
        return Kernel.inUse().l1(a, b);
    }

    public static double l1Distance(float[] a, short[] b) {
        return Kernel.inUse().l1(a, b);
    }

    public static double l1Distance(float[] a, float[] b) {
        return Kernel.inUse().l1(a, b);
    }
}
