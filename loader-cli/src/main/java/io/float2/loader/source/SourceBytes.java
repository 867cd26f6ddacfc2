package io.float2.loader.source;

import io.float2.UserException;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The bytes of an input file or of a member of an archive, unpacked: at any place of a plain file, forward in a packed one, where
 * going back means to begin again. Not thread safe.
 */
final class SourceBytes implements Closeable {

    /** The size of a packed file's content. */
    static final long UNKNOWN = -1;

    /** Opens the stream of all bytes, from the first one on. */
    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    private final Path path;
    /** Null when bytes come only one after the other. */
    private final FileChannel channel;
    private final Closeable file;
    private final Opening opening;
    private final long size;
    /** Bytes of the file for each one that is counted. */
    private final double share;
    private CountingStream counted;
    private InputStream unpacked;
    private long unpackedAt;

    private SourceBytes(Path path, FileChannel channel, Unpacking unpacking) throws IOException {
        this.path = path;
        this.channel = unpacking == Unpacking.NONE ? channel : null;
        file = channel;
        opening = () -> {
            channel.position(0);
            counted = new CountingStream(Channels.newInputStream(channel));
            return unpacking.unpack(counted);
        };
        size = unpacking == Unpacking.NONE ? channel.size() : UNKNOWN;
        share = 1;
    }

    private SourceBytes(Path path, ZipFile archive, ZipEntry member) {
        this.path = path;
        channel = null;
        file = archive;
        opening = () -> counted = new CountingStream(archive.getInputStream(member));
        size = member.getSize();
        share = (double) member.getCompressedSize() / Math.max(1, member.getSize());
    }

    /** A member of an archive, which is closed with its bytes. */
    static SourceBytes ofMember(Path path, ZipFile archive, ZipEntry member) {
        return new SourceBytes(path, archive, member);
    }

    static SourceBytes open(Path path) {
        FileChannel channel = InputFile.openChannel(path);
        try {
            return new SourceBytes(path, channel, Unpacking.of(channel));
        } catch (IOException e) {
            InputFile.closeQuietly(channel);
            throw InputFile.unreadable(path, e);
        }
    }

    Path path() {
        return path;
    }

    boolean isPacked() {
        return channel == null;
    }

    /** Number of bytes, or {@link #UNKNOWN}. */
    long size() {
        return size;
    }

    /**
     * Reads until the buffer is full or the bytes end.
     *
     * @return how many bytes there were
     */
    int readAt(long position, ByteBuffer buffer) {
        int begin = buffer.position();
        try {
            if (isPacked()) {
                goTo(position);
                unpackedAt += readPacked(buffer);
            } else {
                while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position() - begin) >= 0) {
                    // A read may bring less than was asked for.
                }
            }
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
        return buffer.position() - begin;
    }

    private int readPacked(ByteBuffer buffer) throws IOException {
        int read = unpacked.readNBytes(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        buffer.position(buffer.position() + read);
        return read;
    }

    private void goTo(long position) throws IOException {
        if (unpacked == null || position < unpackedAt) {
            unpacked = opening.open();
            unpackedAt = 0;
        }
        while (unpackedAt < position) {
            long skipped = unpacked.skip(position - unpackedAt);
            if (skipped == 0) {
                if (unpacked.read() < 0) {
                    return;
                }
                skipped = 1;
            }
            unpackedAt += skipped;
        }
    }

    /** All bytes from the first on, instead of {@link #readAt}. */
    InputStream stream() {
        try {
            unpacked = opening.open();
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
        return unpacked;
    }

    /** The bytes of a plain file from one on. */
    InputStream streamFrom(long offset) {
        try {
            channel.position(offset);
        } catch (IOException e) {
            throw broken(e);
        }
        counted = new CountingStream(Channels.newInputStream(channel));
        return counted;
    }

    /** Bytes of the file itself that have been read through the stream or as packed ones. */
    long bytesTaken() {
        return counted == null ? 0 : (long) (counted.count * share);
    }

    /** What went wrong while bytes were read, in one sentence. */
    UserException broken(Exception failure) {
        if (failure instanceof UserException user) {
            return user;
        }
        if (isPacked()) {
            return new UserException(path + " cannot be unpacked: it is cut off or damaged"
                    + (failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")"), failure);
        }
        if (failure instanceof IOException io) {
            return InputFile.unreadable(path, io);
        }
        throw (RuntimeException) failure;
    }

    @Override
    public void close() {
        InputFile.closeQuietly(file);
    }

    /** Counts what is read. */
    private static final class CountingStream extends FilterInputStream {

        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
