package io.float2.loader.source;

import io.float2.UserException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens input files, and says in one sentence why one cannot be. */
final class InputFile {

    private InputFile() {}

    static FileChannel openChannel(Path file) {
        Path path = StandardInput.is(file) ? StandardInput.kept() : file;
        if (Files.isDirectory(path)) {
            throw new UserException(path + " is a directory, not a file");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new UserException(path + " is not a regular file");
        }
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** A file that is read at any place: the file itself, or a temporary one with the content of a packed one. */
    static Path plain(Path path) {
        try (SourceBytes bytes = SourceBytes.open(path)) {
            if (bytes.isPacked()) {
                return TemporaryCopies.of(path, bytes::stream);
            }
        }
        return StandardInput.is(path) ? StandardInput.kept() : path;
    }

    static UserException unreadable(Path path, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return new UserException("there is no file " + path, failure);
        }
        if (failure instanceof AccessDeniedException) {
            return new UserException(path + " may not be read by this user", failure);
        }
        return new UserException(path + " cannot be read: " + failure.getMessage(), failure);
    }

    /** For files that were only read: nothing can be lost any more. */
    static void closeQuietly(Closeable input) {
        try {
            input.close();
        } catch (IOException e) {
            // All bytes that were wanted have been read.
        }
    }
}
