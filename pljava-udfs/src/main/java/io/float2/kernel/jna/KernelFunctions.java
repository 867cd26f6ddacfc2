package io.float2.kernel.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The C functions under their own names, bound by {@link #bind}.
 *
 * <p>{@code size_t} is a {@code long} here, so a 64-bit platform is needed. A half is passed as an {@code int} without
 * sign: compilers differ in whether they expect the caller to extend a {@code uint16_t}, and JNA would extend a
 * {@code short} with its sign.
 */
final class KernelFunctions {

    private KernelFunctions() {
    }

    /** Throws an {@link UnsatisfiedLinkError} when a function is missing. */
    static void bind(NativeLibrary library) {
        Native.register(KernelFunctions.class, library);
    }

    static native int float2_kernel_abi();

    static native String float2_kernel_isa();

    static native String float2_kernel_available();

    static native String float2_kernel_cap();

    static native int float2_kernel_set_cap(String name);

    static native String float2_kernel_error();

    static native void float2_f32_to_f16(Pointer src, Pointer dst, long n);

    static native void float2_f16_to_f32(Pointer src, Pointer dst, long n);

    static native short float2_from_f64(double value);

    static native short float2_from_f32(float value);

    static native float float2_to_f32(int half);

    static native float float2_l2sq_f16_f16(Pointer a, Pointer b, long n);

    static native float float2_l2sq_f16_f32(Pointer a, Pointer b, long n);

    static native float float2_l2sq_f32_f32(Pointer a, Pointer b, long n);

    static native float float2_dot_f16_f16(Pointer a, Pointer b, long n);

    static native float float2_dot_f16_f32(Pointer a, Pointer b, long n);

    static native float float2_dot_f32_f32(Pointer a, Pointer b, long n);

    static native float float2_l1_f16_f16(Pointer a, Pointer b, long n);

    static native float float2_l1_f16_f32(Pointer a, Pointer b, long n);

    static native float float2_l1_f32_f32(Pointer a, Pointer b, long n);

    static native void float2_cos_f16_f16(Pointer a, Pointer b, long n, Pointer sums);

    static native void float2_cos_f16_f32(Pointer a, Pointer b, long n, Pointer sums);

    static native void float2_cos_f32_f32(Pointer a, Pointer b, long n, Pointer sums);
}
