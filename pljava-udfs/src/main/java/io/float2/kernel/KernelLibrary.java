package io.float2.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the C library is. */
final class KernelLibrary {

    static final String PROPERTY = "float2.kernel.library";
    static final String ENVIRONMENT = "FLOAT2_KERNEL_LIBRARY";

    private static final String FILE = System.mapLibraryName("float2kernel");
    private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");

    private KernelLibrary() {
    }

    /** The library's absolute path; throws a {@link KernelUnavailableException} when there is none. */
    static Path find() {
        return find(System.getProperty(PROPERTY), System.getenv(ENVIRONMENT), INSTALLATIONS);
    }

    /** A place that was named is the only one looked at, so that nobody gets another library than the one asked for. */
    static Path find(String property, String environment, Path installations) {
        if (isSet(property)) {
            return named(property, "system property " + PROPERTY);
        }
        if (isSet(environment)) {
            return named(environment, "environment variable " + ENVIRONMENT);
        }
        return newest(installations).orElseThrow(() -> new KernelUnavailableException(
                "no kernel library: neither system property " + PROPERTY + " nor environment variable " + ENVIRONMENT
                        + " is set, and there is no " + installations.resolve("*").resolve("lib").resolve(FILE)));
    }

    private static boolean isSet(String value) {
        return value != null && !value.isEmpty();
    }

    private static Path named(String value, String origin) {
        Path path = Path.of(value);
        if (!path.isAbsolute()) {
            throw new KernelUnavailableException("kernel library " + value + ", named by " + origin
                    + ", is not an absolute path");
        }
        if (!Files.isRegularFile(path)) {
            throw new KernelUnavailableException("kernel library " + value + ", named by " + origin
                    + ", does not exist");
        }
        return path;
    }

    private static Optional<Path> newest(Path installations) {
        if (!Files.isDirectory(installations)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(installations)) {
            List<Path> newestFirst = entries
                    .filter(entry -> entry.getFileName().toString().matches("[0-9]{1,4}"))
                    .sorted(Comparator.comparingInt(KernelLibrary::major).reversed())
                    .toList();
            return newestFirst.stream()
                    .map(entry -> entry.resolve("lib").resolve(FILE))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException e) {
            throw new KernelUnavailableException("cannot list " + installations + " to look for " + FILE, e);
        }
    }

    private static int major(Path installation) {
        return Integer.parseInt(installation.getFileName().toString());
    }
}
