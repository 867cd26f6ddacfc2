package io.float2.kernel;

import java.util.List;

/** The one kernel of this JVM, chosen at first use. */
public final class Kernel {

    private Kernel() {
    }

    /** Every provider, best first, with what became of it; also when the forced one failed and nothing is in use. */
    public static List<ProviderStatus> providers() {
        return Holder.CHOICE.statuses();
    }

    static KernelInfo info() {
        return Holder.CHOICE.info();
    }

    static CheckedKernel inUse() {
        return Holder.CHOICE.kernel();
    }

    private static final class Holder {
        static final ProviderChoice CHOICE =
                ProviderChoice.among(Provider.ALL, System.getProperty(ProviderChoice.PROPERTY));
    }
}
