package io.float2.kernel;

import java.security.AccessController;
import java.security.PrivilegedAction;
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

        static final ProviderChoice CHOICE = choose();

        /**
         * With this jar's own permissions, where a Java before 24 enforces a policy: the caller, an SQL function say, need not be
         * allowed to read files and to load libraries.
         */
        @SuppressWarnings("removal")
        private static ProviderChoice choose() {
            return AccessController.doPrivileged(
                    (PrivilegedAction<ProviderChoice>) () -> ProviderChoice.among(Provider.ALL, forced()));
        }

        /** Under a policy that grants this jar nothing the providers fail with that as their reason, and plain Java is left. */
        private static String forced() {
            try {
                return System.getProperty(ProviderChoice.PROPERTY);
            } catch (SecurityException e) {
                return null;
            }
        }
    }
}
