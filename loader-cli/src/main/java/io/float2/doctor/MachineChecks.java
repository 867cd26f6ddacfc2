package io.float2.doctor;

import io.float2.UserException;
import io.float2.kernel.Float2;
import io.float2.kernel.KernelInfo;
import io.float2.kernel.KernelUnavailableException;
import io.float2.server.PostgresInstallation;

/** What can be told without a server. */
final class MachineChecks {

    private static final String SETUP = "run bin/setup";

    private MachineChecks() {}

    static Finding java() {
        return Finding.ok("Java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    }

    static Finding kernel() {
        KernelInfo info;
        try {
            info = Float2.kernelInfo();
        } catch (KernelUnavailableException e) {
            return Finding.fail("kernel", e.getMessage(), SETUP);
        }
        String text = "provider " + info.provider() + ", instruction set " + info.instructionSet()
                + (info.available().isEmpty() ? "" : " of " + String.join(", ", info.available()))
                + (info.library().isEmpty() ? "" : ", " + info.library())
                + (info.reasons().isEmpty() ? "" : " (" + String.join("; ", info.reasons()) + ")");
        if (!info.capError().isEmpty()) {
            return Finding.warn("kernel", text + "; " + info.capError(), "correct or unset FLOAT2_KERNEL_CAP");
        }
        if (info.library().isEmpty()) {
            return Finding.warn("kernel", text, "conversions are slower in plain Java: " + SETUP + ", which builds libfloat2kernel.so");
        }
        return Finding.ok("kernel", text);
    }

    static Finding postgres() {
        try {
            PostgresInstallation postgres = PostgresInstallation.find();
            String text = postgres.version() + " in " + postgres.programs();
            return postgres.offersExtension("float2")
                    ? Finding.ok("PostgreSQL here", text + ", with the extension float2")
                    : Finding.warn("PostgreSQL here", text + ", without the extension float2", SETUP);
        } catch (UserException e) {
            return Finding.warn("PostgreSQL here", e.getMessage(), SETUP + "; a server elsewhere does not need it");
        }
    }
}
