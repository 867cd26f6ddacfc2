package io.float2.kernel;

import java.util.Arrays;

/** A program for a JVM of its own: says on standard output which kernel it got, a fact a line. */
final class KernelReport {

    private KernelReport() {
    }

    public static void main(String[] args) {
        for (ProviderStatus status : Kernel.providers()) {
            line(status.name() + " state", status.state());
            line(status.name() + " reason", status.reason());
            line(status.name() + " failure", status.failure().map(e -> e.getClass().getName()).orElse(""));
        }
        line("scalar", Integer.toHexString(Float2.toHalf(1.3f)));
        try {
            KernelInfo info = Float2.kernelInfo();
            line("provider", info.provider());
            line("library", info.library());
            line("instruction set", info.instructionSet());
            line("available", info.available());
            line("cap", info.cap());
            line("cap error", info.capError());
            line("reasons", String.join("; ", info.reasons()));
            line("halves", Arrays.toString(Float2.toHalf(new float[] {1, 65520, -2})));
            line("distance", Float2.l2Distance(new float[] {0, 0}, new short[] {0x4200, 0x4400}));
        } catch (KernelUnavailableException e) {
            line("unavailable", e.getMessage());
            line("again", again());
        }
    }

    /** A second call must say the same, not stumble over a class that could not be initialised. */
    private static String again() {
        try {
            return Arrays.toString(Float2.toHalf(new float[1]));
        } catch (KernelUnavailableException e) {
            return e.getMessage();
        }
    }

    private static void line(String name, Object value) {
        System.out.println(name + ": " + value);
    }
}
