package io.float2.kernel.jna;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.float2.kernel.KernelBinding;
import io.float2.kernel.KernelUnavailableException;
import java.nio.file.Path;

/** The C library through JNA. Arguments are copied to native memory of the calling thread, results back from it. */
public final class JnaKernel extends KernelBinding {

    private static final long SUMS_BYTES = 3 * Float.BYTES;

    private final Scratch first = new Scratch();
    private final Scratch second = new Scratch();
    private final Scratch third = new Scratch();

    /** Binds the whole library; throws a sentence about what it lacks, and what JNA throws when JNA itself does not work. */
    public JnaKernel(Path path) {
        if (Native.SIZE_T_SIZE != Long.BYTES) {
            throw new UnsupportedOperationException("the JNA bindings need a 64-bit platform");
        }
        NativeLibrary library = load(path);
        requireAbi(abi(library, path), path);
        try {
            KernelFunctions.bind(library);
        } catch (UnsatisfiedLinkError e) {
            throw new KernelUnavailableException("library " + path + " is incomplete: " + e.getMessage(), e);
        }
    }

    private static NativeLibrary load(Path path) {
        try {
            return NativeLibrary.getInstance(path.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new KernelUnavailableException("cannot load library " + path, e);
        }
    }

    private static int abi(NativeLibrary library, Path path) {
        try {
            return library.getFunction("float2_kernel_abi").invokeInt(new Object[0]);
        } catch (UnsatisfiedLinkError e) {
            throw missing("float2_kernel_abi", path, e);
        }
    }

    @Override
    public int abi() {
        return KernelFunctions.float2_kernel_abi();
    }

    @Override
    public String isa() {
        return KernelFunctions.float2_kernel_isa();
    }

    @Override
    public String available() {
        return KernelFunctions.float2_kernel_available();
    }

    @Override
    public String cap() {
        return KernelFunctions.float2_kernel_cap();
    }

    @Override
    public int setCap(String name) {
        return KernelFunctions.float2_kernel_set_cap(name);
    }

    @Override
    public String error() {
        return KernelFunctions.float2_kernel_error();
    }

    @Override
    public void f32ToF16(float[] src, int srcOffset, short[] dst, int dstOffset, int n) {
        Memory halves = second.room((long) Short.BYTES * n);
        KernelFunctions.float2_f32_to_f16(first.copy(src, srcOffset, n), halves, n);
        halves.read(0, dst, dstOffset, n);
    }

    @Override
    public void f16ToF32(short[] src, int srcOffset, float[] dst, int dstOffset, int n) {
        Memory floats = second.room((long) Float.BYTES * n);
        KernelFunctions.float2_f16_to_f32(first.copy(src, srcOffset, n), floats, n);
        floats.read(0, dst, dstOffset, n);
    }

    @Override
    public short fromF64(double value) {
        return KernelFunctions.float2_from_f64(value);
    }

    @Override
    public short fromF32(float value) {
        return KernelFunctions.float2_from_f32(value);
    }

    @Override
    public float toF32(short half) {
        return KernelFunctions.float2_to_f32(Short.toUnsignedInt(half));
    }

    @Override
    public float l2sqF16F16(short[] a, short[] b, int n) {
        return KernelFunctions.float2_l2sq_f16_f16(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float l2sqF16F32(short[] a, float[] b, int n) {
        return KernelFunctions.float2_l2sq_f16_f32(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float l2sqF32F32(float[] a, float[] b, int n) {
        return KernelFunctions.float2_l2sq_f32_f32(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float dotF16F16(short[] a, short[] b, int n) {
        return KernelFunctions.float2_dot_f16_f16(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float dotF16F32(short[] a, float[] b, int n) {
        return KernelFunctions.float2_dot_f16_f32(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float dotF32F32(float[] a, float[] b, int n) {
        return KernelFunctions.float2_dot_f32_f32(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float l1F16F16(short[] a, short[] b, int n) {
        return KernelFunctions.float2_l1_f16_f16(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float l1F16F32(short[] a, float[] b, int n) {
        return KernelFunctions.float2_l1_f16_f32(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public float l1F32F32(float[] a, float[] b, int n) {
        return KernelFunctions.float2_l1_f32_f32(first.copy(a, 0, n), second.copy(b, 0, n), n);
    }

    @Override
    public void cosF16F16(short[] a, short[] b, int n, float[] sums) {
        Pointer result = third.room(SUMS_BYTES);
        KernelFunctions.float2_cos_f16_f16(first.copy(a, 0, n), second.copy(b, 0, n), n, result);
        result.read(0, sums, 0, 3);
    }

    @Override
    public void cosF16F32(short[] a, float[] b, int n, float[] sums) {
        Pointer result = third.room(SUMS_BYTES);
        KernelFunctions.float2_cos_f16_f32(first.copy(a, 0, n), second.copy(b, 0, n), n, result);
        result.read(0, sums, 0, 3);
    }

    @Override
    public void cosF32F32(float[] a, float[] b, int n, float[] sums) {
        Pointer result = third.room(SUMS_BYTES);
        KernelFunctions.float2_cos_f32_f32(first.copy(a, 0, n), second.copy(b, 0, n), n, result);
        result.read(0, sums, 0, 3);
    }
}
