package io.float2.kernel;

/**
 * The kernel in plain Java: the last resort, and what the others are compared with.
 *
 * <p>Distances are summed in double, one term after the other.
 */
final class JavaKernel extends KernelBinding {

    /** The one tier there is. */
    private static final String TIER = "java";

    private static final String NO_CAP = "auto";

    private volatile String cap = NO_CAP;

    @Override
    public int abi() {
        return ABI;
    }

    @Override
    public String isa() {
        return TIER;
    }

    @Override
    public String available() {
        return TIER;
    }

    @Override
    public String cap() {
        return cap;
    }

    @Override
    public int setCap(String name) {
        if (!name.equals(TIER) && !name.equals(NO_CAP)) {
            return -1;
        }
        cap = name;
        return 0;
    }

    @Override
    public String error() {
        return null;
    }

    @Override
    public void f32ToF16(float[] src, int srcOffset, short[] dst, int dstOffset, int n) {
        for (int i = 0; i < n; i++) {
            dst[dstOffset + i] = HalfConversion.fromFloat(src[srcOffset + i]);
        }
    }

    @Override
    public void f16ToF32(short[] src, int srcOffset, float[] dst, int dstOffset, int n) {
        for (int i = 0; i < n; i++) {
            dst[dstOffset + i] = HalfConversion.toFloat(src[srcOffset + i]);
        }
    }

    @Override
    public short fromF64(double value) {
        return HalfConversion.fromDouble(value);
    }

    @Override
    public short fromF32(float value) {
        return HalfConversion.fromFloat(value);
    }

    @Override
    public float toF32(short half) {
        return HalfConversion.toFloat(half);
    }

    @Override
    public float l2sqF16F16(short[] a, short[] b, int n) {
        return l2sqF32F32(widen(a, n), widen(b, n), n);
    }

    @Override
    public float l2sqF16F32(short[] a, float[] b, int n) {
        return l2sqF32F32(widen(a, n), b, n);
    }

    @Override
    public float l2sqF32F32(float[] a, float[] b, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return (float) sum;
    }

    @Override
    public float dotF16F16(short[] a, short[] b, int n) {
        return dotF32F32(widen(a, n), widen(b, n), n);
    }

    @Override
    public float dotF16F32(short[] a, float[] b, int n) {
        return dotF32F32(widen(a, n), b, n);
    }

    @Override
    public float dotF32F32(float[] a, float[] b, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) a[i] * b[i];
        }
        return (float) sum;
    }

    @Override
    public float l1F16F16(short[] a, short[] b, int n) {
        return l1F32F32(widen(a, n), widen(b, n), n);
    }

    @Override
    public float l1F16F32(short[] a, float[] b, int n) {
        return l1F32F32(widen(a, n), b, n);
    }

    @Override
    public float l1F32F32(float[] a, float[] b, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.abs((double) a[i] - b[i]);
        }
        return (float) sum;
    }

    @Override
    public void cosF16F16(short[] a, short[] b, int n, float[] sums) {
        cosF32F32(widen(a, n), widen(b, n), n, sums);
    }

    @Override
    public void cosF16F32(short[] a, float[] b, int n, float[] sums) {
        cosF32F32(widen(a, n), b, n, sums);
    }

    @Override
    public void cosF32F32(float[] a, float[] b, int n, float[] sums) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < n; i++) {
            double x = a[i];
            double y = b[i];
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        sums[0] = (float) ab;
        sums[1] = (float) aa;
        sums[2] = (float) bb;
    }

    private float[] widen(short[] halves, int n) {
        float[] floats = new float[n];
        f16ToF32(halves, 0, floats, 0, n);
        return floats;
    }
}
