package io.float2.picture.store;

import io.float2.UserException;
import io.float2.picture.PictureException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Keeps pictures in a folder, each in a file named by its key, in folders named by the key's first digits: 65,536 of them, with some
 * 2,300 files each for 150,000,000 pictures. A file is written under another name and then renamed, so it is there whole or not at all.
 */
final class FolderStore implements PictureStore {

    private final Path root;
    private final boolean sync;

    FolderStore(Path folder, boolean sync) {
        this.sync = sync;
        try {
            Files.createDirectories(folder);
            root = folder.toRealPath();
        } catch (IOException e) {
            throw new UserException("the store " + folder + " cannot be made: " + e.getMessage(), e);
        }
        if (!Files.isWritable(root)) {
            throw new UserException("the store " + folder + " may not be written by this user");
        }
    }

    @Override
    public String put(UUID key, String format, byte[] bytes) {
        String digits = key.toString();
        Path folder = root.resolve(digits.substring(0, 2)).resolve(digits.substring(2, 4));
        Path file = folder.resolve(digits + "." + format);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != bytes.length) {
                boolean made = !Files.isDirectory(folder);
                Files.createDirectories(folder);
                write(folder.resolve("." + digits + "." + UUID.randomUUID() + ".part"), file, bytes);
                syncFolder(folder);
                if (made) {
                    syncFolder(folder.getParent());
                    syncFolder(root);
                }
            }
        } catch (IOException e) {
            throw new UserException("the store cannot write " + file + ": " + e.getMessage(), e);
        }
        return file.toUri().toString();
    }

    private void write(Path part, Path file, byte[] bytes) throws IOException {
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                if (sync) {
                    channel.force(true);
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** A name is on the disk when its folder is. */
    private void syncFolder(Path folder) throws IOException {
        if (sync) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public byte[] get(String uri) throws PictureException {
        Path file = file(uri);
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new PictureException("is not in the store", e);
        } catch (IOException e) {
            throw new UserException("the store cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean has(String uri) {
        return Files.isRegularFile(file(uri));
    }

    private Path file(String uri) {
        Path file = null;
        try {
            file = Path.of(URI.create(uri)).normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            // Said below.
        }
        if (file == null || !file.startsWith(root)) {
            throw new UserException("the picture " + uri + " is not in the store " + root);
        }
        return file;
    }

    @Override
    public void close() {
        // Nothing stays open.
    }
}
