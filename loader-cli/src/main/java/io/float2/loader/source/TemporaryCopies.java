package io.float2.loader.source;

import io.float2.UserException;
import io.float2.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Files with the content of sources that cannot be read at any place or more than once. They go with the process; only one that is
 * killed (SIGKILL) leaves them.
 */
public final class TemporaryCopies {

    private static final int BUFFER = 1 << 16;

    private static final Map<Path, Path> COPIES = new HashMap<>();
    private static Progress progress = Progress.NONE;

    private TemporaryCopies() {}

    /** Says who is told of copies that are made from now on. */
    public static synchronized void tell(Progress listener) {
        progress = listener;
    }

    /** The copy of a source, made by the first call. */
    static synchronized Path of(Path source, Supplier<InputStream> content) {
        return COPIES.computeIfAbsent(source, key -> copy(source, content.get()));
    }

    private static Path copy(Path source, InputStream content) {
        Path directory = directory();
        Path file = null;
        try {
            file = Files.createTempFile(directory, "float2-", ".input");
            file.toFile().deleteOnExit();
            copy(content, source, file);
            return file;
        } catch (IOException | UncheckedIOException e) {
            if (file != null) {
                file.toFile().delete();
            }
            throw new UserException(source + " cannot be kept in a temporary file in " + directory + ": " + e.getMessage()
                    + "; TMPDIR names another directory", e);
        }
    }

    private static void copy(InputStream content, Path source, Path file) throws IOException {
        progress.phase("keep " + (StandardInput.is(source) ? source : source.getFileName()) + " in " + file, "bytes", Progress.UNKNOWN);
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                out.write(buffer, 0, read);
                progress.advance(read, 0);
            }
        }
        progress.done();
    }

    /** As other programs choose it; Java itself does not look at the variable. */
    private static Path directory() {
        String chosen = System.getenv("TMPDIR");
        return Path.of(chosen == null || chosen.isEmpty() ? System.getProperty("java.io.tmpdir") : chosen);
    }
}
