package io.float2.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory that other users may pass through, unlike one of {@link Files#createTempDirectory}: when root runs the tests,
 * the server in it belongs to another user.
 *
 * @param path where it is
 */
record ScratchDirectory(Path path) implements AutoCloseable {

    static ScratchDirectory create() {
        try {
            Path path = Files.createTempDirectory("float2-tests-");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new ScratchDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(path)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.deleteIfExists(entry);
        }
    }

    @Override
    public void close() throws IOException {
        delete();
    }
}
