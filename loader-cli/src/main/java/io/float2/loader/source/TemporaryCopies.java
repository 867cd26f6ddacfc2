package io.float2.loader.source;

import io.float2.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Files with the content of sources that cannot be read at any place or more than once. They go with the process. */
final class TemporaryCopies {

    private static final Map<Path, Path> COPIES = new HashMap<>();

    private TemporaryCopies() {}

    /** The copy of a source, made by the first call. */
    static synchronized Path of(Path source, Supplier<InputStream> content) {
        return COPIES.computeIfAbsent(source, key -> copy(source, content.get()));
    }

    private static Path copy(Path source, InputStream content) {
        try {
            Path file = Files.createTempFile("float2-", ".input");
            file.toFile().deleteOnExit();
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException | UncheckedIOException e) {
            throw new UserException(source + " cannot be kept in a temporary file: " + e.getMessage(), e);
        }
    }
}
