package io.float2.kernel;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The C library under test: the one just built if there is one, else the one that programs would find. */
final class TestLibrary {

    static final String MISSING = "there is no kernel library (make -C extension libfloat2kernel.so builds one)";

    /** Set by the build, which has made the library: its tests must run then. */
    private static final boolean REQUIRED = Boolean.getBoolean("float2.test.requireNative");

    private TestLibrary() {
    }

    /** A condition for whole classes; an assumption made before all tests would not show as skipped tests. */
    static boolean isPresentOrRequired() {
        return REQUIRED || find().isPresent();
    }

    /** Without a library the test is skipped, or fails where there must be one. */
    static Path require() {
        return find().orElseGet(() -> REQUIRED ? fail(MISSING) : abort(MISSING));
    }

    private static Optional<Path> find() {
        String built = System.getProperty("float2.test.library", "");
        if (!built.isEmpty() && Files.isRegularFile(Path.of(built))) {
            return Optional.of(Path.of(built).toAbsolutePath().normalize());
        }
        try {
            return Optional.of(KernelLibrary.find());
        } catch (KernelUnavailableException e) {
            return Optional.empty();
        }
    }
}
