package io.float2.kernel;

/** The kernel behind checks: no binding is called before every length and range has been verified. */
final class CheckedKernel {

    /**
     * Elements a call, at most. A thread inside a Panama call cannot be stopped for garbage collection, so one call must
     * not last; this many take tens of microseconds.
     */
    static final int ELEMENTS_A_CALL = 1 << 16;

    private final KernelBinding binding;

    CheckedKernel(KernelBinding binding) {
        this.binding = binding;
    }

    KernelBinding binding() {
        return binding;
    }

    short[] toHalf(float[] floats) {
        short[] halves = new short[floats.length];
        toHalf(floats, 0, halves, 0, floats.length);
        return halves;
    }

    void toHalf(float[] src, int srcOffset, short[] dst, int dstOffset, int length) {
        checkRange("source", srcOffset, length, src.length);
        checkRange("destination", dstOffset, length, dst.length);
        for (int done = 0, n; done < length; done += n) {
            n = Math.min(length - done, ELEMENTS_A_CALL);
            binding.f32ToF16(src, srcOffset + done, dst, dstOffset + done, n);
        }
    }

    float[] toFloat(short[] halves) {
        float[] floats = new float[halves.length];
        toFloat(halves, 0, floats, 0, halves.length);
        return floats;
    }

    void toFloat(short[] src, int srcOffset, float[] dst, int dstOffset, int length) {
        checkRange("source", srcOffset, length, src.length);
        checkRange("destination", dstOffset, length, dst.length);
        for (int done = 0, n; done < length; done += n) {
            n = Math.min(length - done, ELEMENTS_A_CALL);
            binding.f16ToF32(src, srcOffset + done, dst, dstOffset + done, n);
        }
    }

    double l2Squared(short[] a, short[] b) {
        return binding.l2sqF16F16(a, b, sameLength(a.length, b.length));
    }

    double l2Squared(short[] a, float[] b) {
        return binding.l2sqF16F32(a, b, sameLength(a.length, b.length));
    }

    double l2Squared(float[] a, short[] b) {
        return binding.l2sqF16F32(b, a, sameLength(a.length, b.length));
    }

    double l2Squared(float[] a, float[] b) {
        return binding.l2sqF32F32(a, b, sameLength(a.length, b.length));
    }

    double innerProduct(short[] a, short[] b) {
        return binding.dotF16F16(a, b, sameLength(a.length, b.length));
    }

    double innerProduct(short[] a, float[] b) {
        return binding.dotF16F32(a, b, sameLength(a.length, b.length));
    }

    double innerProduct(float[] a, short[] b) {
        return binding.dotF16F32(b, a, sameLength(a.length, b.length));
    }

    double innerProduct(float[] a, float[] b) {
        return binding.dotF32F32(a, b, sameLength(a.length, b.length));
    }

    double l1(short[] a, short[] b) {
        return binding.l1F16F16(a, b, sameLength(a.length, b.length));
    }

    double l1(short[] a, float[] b) {
        return binding.l1F16F32(a, b, sameLength(a.length, b.length));
    }

    double l1(float[] a, short[] b) {
        return binding.l1F16F32(b, a, sameLength(a.length, b.length));
    }

    double l1(float[] a, float[] b) {
        return binding.l1F32F32(a, b, sameLength(a.length, b.length));
    }

    double cosine(short[] a, short[] b) {
        float[] sums = new float[3];
        binding.cosF16F16(a, b, sameLength(a.length, b.length), sums);
        return cosineDistance(sums);
    }

    double cosine(short[] a, float[] b) {
        float[] sums = new float[3];
        binding.cosF16F32(a, b, sameLength(a.length, b.length), sums);
        return cosineDistance(sums);
    }

    double cosine(float[] a, short[] b) {
        float[] sums = new float[3];
        binding.cosF16F32(b, a, sameLength(a.length, b.length), sums);
        return cosineDistance(sums);
    }

    double cosine(float[] a, float[] b) {
        float[] sums = new float[3];
        binding.cosF32F32(a, b, sameLength(a.length, b.length), sums);
        return cosineDistance(sums);
    }

    private static double cosineDistance(float[] sums) {
        double similarity = sums[0] / Math.sqrt((double) sums[1] * sums[2]);
        return 1 - Math.max(-1, Math.min(1, similarity));       // rounding may lead past 1; NaN stays NaN
    }

    private static int sameLength(int a, int b) {
        if (a != b) {
            throw new IllegalArgumentException("different vector lengths " + a + " and " + b);
        }
        return a;
    }

    private static void checkRange(String what, int offset, int length, int available) {
        if ((offset | length) < 0 || length > available - offset) {
            throw new IndexOutOfBoundsException(what + " range of " + length + " elements from " + offset
                    + " is not within an array of " + available);
        }
    }
}
