package io.float2.kernel;

import java.nio.file.Path;

/**
 * The kernel's C interface as seen from Java: one method a C function, and no checks.
 *
 * <p>This is what a provider implements; programs call {@link Float2}. Where C takes a pointer into an array there is the
 * array with an offset in elements, and the caller has made sure that {@code n} elements follow it. A distance reads the
 * first {@code n} elements. Methods are thread safe; no array is kept, and no input array is written to.
 */
public abstract class KernelBinding {

    /** The version of the C interface that these methods were written for. */
    public static final int ABI = 1;

    protected KernelBinding() {
    }

    /** To be called by a provider that has found {@code float2_kernel_abi}, before it looks for anything else. */
    protected static void requireAbi(int found, Path library) {
        if (found != ABI) {
            throw new KernelUnavailableException("library " + library + " has version " + found
                    + " of the kernel's interface, this program needs version " + ABI);
        }
    }

    /** What a provider throws about a function that the library does not have. */
    protected static KernelUnavailableException missing(String function, Path library, Throwable cause) {
        return new KernelUnavailableException("library " + library + " has no function " + function, cause);
    }

    public abstract int abi();

    public abstract String isa();

    public abstract String available();

    public abstract String cap();

    /** For the whole process, the library's other users included. */
    public abstract int setCap(String name);

    /** Null when nothing is wrong. */
    public abstract String error();

    public abstract void f32ToF16(float[] src, int srcOffset, short[] dst, int dstOffset, int n);

    public abstract void f16ToF32(short[] src, int srcOffset, float[] dst, int dstOffset, int n);

    public abstract short fromF64(double value);

    public abstract short fromF32(float value);

    public abstract float toF32(short half);

    public abstract float l2sqF16F16(short[] a, short[] b, int n);

    public abstract float l2sqF16F32(short[] a, float[] b, int n);

    public abstract float l2sqF32F32(float[] a, float[] b, int n);

    public abstract float dotF16F16(short[] a, short[] b, int n);

    public abstract float dotF16F32(short[] a, float[] b, int n);

    public abstract float dotF32F32(float[] a, float[] b, int n);

    public abstract float l1F16F16(short[] a, short[] b, int n);

    public abstract float l1F16F32(short[] a, float[] b, int n);

    public abstract float l1F32F32(float[] a, float[] b, int n);

    /** Writes a.b, a.a and b.b into {@code sums}, like its two twins. */
    public abstract void cosF16F16(short[] a, short[] b, int n, float[] sums);

    public abstract void cosF16F32(short[] a, float[] b, int n, float[] sums);

    public abstract void cosF32F32(float[] a, float[] b, int n, float[] sums);
}
