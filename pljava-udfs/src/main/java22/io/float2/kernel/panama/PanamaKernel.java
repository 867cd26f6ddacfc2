package io.float2.kernel.panama;

import io.float2.kernel.KernelBinding;
import io.float2.kernel.KernelUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/**
 * The C library through {@code java.lang.foreign}, arrays passed where they lie in the heap.
 *
 * <p>The functions' addresses are kept here and their signatures in {@link Signature}: a handle in a static final field
 * is one that the compiler inlines, and there are fewer signatures than functions.
 */
public final class PanamaKernel extends KernelBinding {

    private final SymbolLookup symbols;
    private final Path path;

    private final MemorySegment abi;
    private final MemorySegment isa;
    private final MemorySegment available;
    private final MemorySegment cap;
    private final MemorySegment setCap;
    private final MemorySegment error;
    private final MemorySegment f32ToF16;
    private final MemorySegment f16ToF32;
    private final MemorySegment fromF64;
    private final MemorySegment fromF32;
    private final MemorySegment toF32;
    private final MemorySegment l2sqF16F16;
    private final MemorySegment l2sqF16F32;
    private final MemorySegment l2sqF32F32;
    private final MemorySegment dotF16F16;
    private final MemorySegment dotF16F32;
    private final MemorySegment dotF32F32;
    private final MemorySegment l1F16F16;
    private final MemorySegment l1F16F32;
    private final MemorySegment l1F32F32;
    private final MemorySegment cosF16F16;
    private final MemorySegment cosF16F32;
    private final MemorySegment cosF32F32;

    /** Binds the whole library, which is never unloaded; throws a sentence about what it lacks. */
    public PanamaKernel(Path path) {
        this.path = path;
        this.symbols = load(path);
        this.abi = function("float2_kernel_abi");
        requireAbi(abi(), path);
        this.isa = function("float2_kernel_isa");
        this.available = function("float2_kernel_available");
        this.cap = function("float2_kernel_cap");
        this.setCap = function("float2_kernel_set_cap");
        this.error = function("float2_kernel_error");
        this.f32ToF16 = function("float2_f32_to_f16");
        this.f16ToF32 = function("float2_f16_to_f32");
        this.fromF64 = function("float2_from_f64");
        this.fromF32 = function("float2_from_f32");
        this.toF32 = function("float2_to_f32");
        this.l2sqF16F16 = function("float2_l2sq_f16_f16");
        this.l2sqF16F32 = function("float2_l2sq_f16_f32");
        this.l2sqF32F32 = function("float2_l2sq_f32_f32");
        this.dotF16F16 = function("float2_dot_f16_f16");
        this.dotF16F32 = function("float2_dot_f16_f32");
        this.dotF32F32 = function("float2_dot_f32_f32");
        this.l1F16F16 = function("float2_l1_f16_f16");
        this.l1F16F32 = function("float2_l1_f16_f32");
        this.l1F32F32 = function("float2_l1_f32_f32");
        this.cosF16F16 = function("float2_cos_f16_f16");
        this.cosF16F32 = function("float2_cos_f16_f32");
        this.cosF32F32 = function("float2_cos_f32_f32");
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup load(Path path) {
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new KernelUnavailableException("cannot load library " + path, e);
        }
    }

    private MemorySegment function(String name) {
        return symbols.find(name).orElseThrow(() -> missing(name, path, null));
    }

    @Override
    public int abi() {
        try {
            return (int) Signature.Version.HANDLE.invokeExact(abi);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public String isa() {
        return text(isa);
    }

    @Override
    public String available() {
        return text(available);
    }

    @Override
    public String cap() {
        return text(cap);
    }

    @Override
    public int setCap(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) Signature.Cap.HANDLE.invokeExact(setCap, arena.allocateFrom(name));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public String error() {
        return text(error);
    }

    @Override
    public void f32ToF16(float[] src, int srcOffset, short[] dst, int dstOffset, int n) {
        convert(f32ToF16, slice(src, srcOffset, n), slice(dst, dstOffset, n), n);
    }

    @Override
    public void f16ToF32(short[] src, int srcOffset, float[] dst, int dstOffset, int n) {
        convert(f16ToF32, slice(src, srcOffset, n), slice(dst, dstOffset, n), n);
    }

    @Override
    public short fromF64(double value) {
        try {
            return (short) (char) Signature.FromDouble.HANDLE.invokeExact(fromF64, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public short fromF32(float value) {
        try {
            return (short) (char) Signature.FromFloat.HANDLE.invokeExact(fromF32, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public float toF32(short half) {
        try {
            return (float) Signature.ToFloat.HANDLE.invokeExact(toF32, (char) half);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public float l2sqF16F16(short[] a, short[] b, int n) {
        return reduce(l2sqF16F16, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float l2sqF16F32(short[] a, float[] b, int n) {
        return reduce(l2sqF16F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float l2sqF32F32(float[] a, float[] b, int n) {
        return reduce(l2sqF32F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float dotF16F16(short[] a, short[] b, int n) {
        return reduce(dotF16F16, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float dotF16F32(short[] a, float[] b, int n) {
        return reduce(dotF16F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float dotF32F32(float[] a, float[] b, int n) {
        return reduce(dotF32F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float l1F16F16(short[] a, short[] b, int n) {
        return reduce(l1F16F16, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float l1F16F32(short[] a, float[] b, int n) {
        return reduce(l1F16F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public float l1F32F32(float[] a, float[] b, int n) {
        return reduce(l1F32F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n);
    }

    @Override
    public void cosF16F16(short[] a, short[] b, int n, float[] sums) {
        sum(cosF16F16, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n, sums);
    }

    @Override
    public void cosF16F32(short[] a, float[] b, int n, float[] sums) {
        sum(cosF16F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n, sums);
    }

    @Override
    public void cosF32F32(float[] a, float[] b, int n, float[] sums) {
        sum(cosF32F32, MemorySegment.ofArray(a), MemorySegment.ofArray(b), n, sums);
    }

    private static MemorySegment slice(float[] array, int offset, int n) {
        return MemorySegment.ofArray(array).asSlice((long) Float.BYTES * offset, (long) Float.BYTES * n);
    }

    private static MemorySegment slice(short[] array, int offset, int n) {
        return MemorySegment.ofArray(array).asSlice((long) Short.BYTES * offset, (long) Short.BYTES * n);
    }

    private static void convert(MemorySegment function, MemorySegment src, MemorySegment dst, int n) {
        try {
            Signature.Conversion.HANDLE.invokeExact(function, src, dst, (long) n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static float reduce(MemorySegment function, MemorySegment a, MemorySegment b, int n) {
        try {
            return (float) Signature.Reduction.HANDLE.invokeExact(function, a, b, (long) n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void sum(MemorySegment function, MemorySegment a, MemorySegment b, int n, float[] sums) {
        try {
            Signature.Sums.HANDLE.invokeExact(function, a, b, (long) n, MemorySegment.ofArray(sums));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @SuppressWarnings("restricted")
    private static String text(MemorySegment function) {
        try {
            MemorySegment chars = (MemorySegment) Signature.Text.HANDLE.invokeExact(function);
            return chars.equals(MemorySegment.NULL) ? null : chars.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** C throws nothing; what comes out of a handle is the JVM's, unchecked all of it. */
    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
}
