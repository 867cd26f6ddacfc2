package io.float2.picture.source;

import io.float2.picture.PictureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Reads pictures whole, but no more than is allowed. */
final class Reading {

    /** No array is longer. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

    private Reading() {}

    static byte[] file(Path path, long maximumBytes) throws PictureException {
        try {
            requireSize(Files.size(path), maximumBytes);
            try (InputStream in = Files.newInputStream(path)) {
                return all(in, maximumBytes);
            }
        } catch (NoSuchFileException e) {
            throw new PictureException("is not there any more", e);
        } catch (IOException e) {
            throw new PictureException("cannot be read: " + words(e), e);
        }
    }

    static byte[] all(InputStream in, long maximumBytes) throws PictureException, IOException {
        byte[] bytes = in.readNBytes((int) Math.min(MOST_BYTES, maximumBytes + 1));
        if (bytes.length > maximumBytes) {
            throw new PictureException("has more than " + maximumBytes + " bytes, the limit");
        }
        return bytes;
    }

    static void requireSize(long bytes, long maximumBytes) throws PictureException {
        if (bytes > Math.min(MOST_BYTES, maximumBytes)) {
            throw new PictureException("has " + bytes + " bytes, more than the limit of " + maximumBytes);
        }
    }

    /** What the system had to say, without the file's name where that was all. */
    static String words(Exception failure) {
        Throwable cause = failure instanceof DirectoryIteratorException ? failure.getCause() : failure;
        if (cause instanceof AccessDeniedException) {
            return "this user may not";
        }
        if (cause instanceof NoSuchFileException) {
            return "it is not there";
        }
        if (cause instanceof NotDirectoryException) {
            return "it is no folder";
        }
        return String.valueOf(cause.getMessage());
    }
}
