package io.float2.kernel;

import java.util.List;

/**
 * The kernel in use, as of the moment of asking.
 *
 * @param provider {@code panama}, {@code jna} or {@code java}
 * @param library absolute path of the C library, or empty for {@code java}
 * @param instructionSet the tier in use, {@code java} or one that the C kernel names
 * @param available the tiers that this machine can run, worst first
 * @param cap the tier that is not exceeded, or {@code auto}
 * @param capError what is wrong with the environment variable {@code FLOAT2_KERNEL_CAP}, or empty
 * @param reasons one sentence for each better provider that is not used, beginning with its name
 */
public record KernelInfo(
        String provider,
        String library,
        String instructionSet,
        List<String> available,
        String cap,
        String capError,
        List<String> reasons) {

    public KernelInfo {
        available = List.copyOf(available);
        reasons = List.copyOf(reasons);
    }
}
