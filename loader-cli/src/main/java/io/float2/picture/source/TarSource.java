package io.float2.picture.source;

import io.airlift.compress.zstd.ZstdInputStream;
import io.float2.UserException;
import io.float2.picture.PictureException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of a tar file, in its order, but for hidden ones. In a plain one, what is not asked for is jumped over; a packed one has no places and is
 * unpacked from its beginning for each range.
 */
final class TarSource extends ListedSource {

    private static final int BUFFER = 1 << 16;
    private static final int BLOCK = 512;

    private final Path path;

    TarSource(Path path) {
        super(path.toString());
        this.path = path;
        if (!isPacked()) {
            requireEnd();
        }
    }

    private boolean isPacked() {
        String name = name();
        return name.endsWith("gz") || name.endsWith(".zst");
    }

    private String name() {
        return path.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** Blocks of zeros are at the end; a file that is cut off between two others would look like a whole one. */
    private void requireEnd() {
        ByteBuffer last = ByteBuffer.allocate(BLOCK);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            boolean whole = channel.size() >= BLOCK && channel.size() % BLOCK == 0;
            while (whole && last.hasRemaining()) {
                whole = channel.read(last, channel.size() - last.remaining()) > 0;
            }
            for (int i = 0; i < BLOCK; i++) {
                whole &= last.get(i) == 0;
            }
            if (!whole) {
                throw new UserException(path + " is cut off, or no tar file: it does not end as one");
            }
        } catch (IOException e) {
            throw new UserException(path + " cannot be read: " + Reading.words(e), e);
        }
    }

    /** A place is where the header of its file begins, or what comes before it. */
    @Override
    Listing open(String place, long number) {
        return new TarListing(place == null ? 0 : FilePlace.parse(place, path).offset(), number);
    }

    @Override
    public void close() {
        // Nothing is open between ranges.
    }

    private final class TarListing implements Listing {

        private final FileChannel channel;
        private final ChannelStream bytes;
        private final TarArchiveInputStream tar;
        private TarArchiveEntry current;
        private boolean looked;
        /** Where what follows the file before begins. */
        private long offset;
        private long number;

        TarListing(long offset, long number) {
            this.offset = offset;
            this.number = number;
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ);
            } catch (IOException e) {
                throw new UserException(path + " cannot be read: " + Reading.words(e), e);
            }
            bytes = new ChannelStream(channel);
            InputStream unpacked;
            try {
                channel.position(offset);
                unpacked = unpacked(bytes);
            } catch (IOException e) {
                closeQuietly(channel);
                throw broken(e);
            }
            tar = new TarArchiveInputStream(unpacked);
        }

        private InputStream unpacked(InputStream bytes) throws IOException {
            if (!isPacked()) {
                return bytes;
            }
            if (name().endsWith("gz")) {
                return new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER);
            }
            return new BufferedInputStream(new ZstdInputStream(bytes), BUFFER);
        }

        @Override
        public boolean hasNext() {
            try {
                if (!looked && current != null) {
                    passBytes();
                }
                while (!looked) {
                    current = tar.getNextEntry();
                    looked = current == null || current.isFile() && !current.isSymbolicLink() && !current.isLink() && !hidden(current.getName());
                }
            } catch (IOException | RuntimeException e) {
                throw broken(e);
            }
            return current != null;
        }

        /** Of the current file; the next one begins with a block of its own. */
        private void passBytes() throws IOException {
            tar.skip(Long.MAX_VALUE);
            offset = (bytes.position() + BLOCK - 1) / BLOCK * BLOCK;
        }

        @Override
        public String place() {
            return isPacked() ? null : FilePlace.in(path, offset, 0).toString();
        }

        @Override
        public PictureEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long size = current.getSize();
            long place = number;
            PictureEntry entry = new Entry(number, current.getName(), Map.of()) {
                @Override
                public byte[] bytes(long maximumBytes) throws PictureException {
                    if (number != place + 1) {
                        throw new IllegalStateException("another entry was asked for meanwhile");
                    }
                    Reading.requireSize(size, maximumBytes);
                    try {
                        return Reading.all(tar, maximumBytes);
                    } catch (IOException | RuntimeException e) {
                        throw broken(e);
                    }
                }
            };
            number++;
            looked = false;
            return entry;
        }

        private UserException broken(Exception failure) {
            return new UserException(path + " is cut off or damaged after " + number + " files (" + Reading.words(failure) + ")", failure);
        }

        @Override
        public void close() {
            closeQuietly(tar);
            closeQuietly(channel);
        }
    }

    /** For files that were only read: nothing can be lost any more. */
    private static void closeQuietly(Closeable input) {
        try {
            input.close();
        } catch (IOException e) {
            // All bytes that were wanted have been read.
        }
    }

    private static boolean hidden(String name) {
        return name.substring(name.lastIndexOf('/') + 1).startsWith(".");
    }

    /** Jumps over what is skipped, but not over the end, so that a file that is cut off is found out. */
    private static final class ChannelStream extends InputStream {

        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();

        ChannelStream(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int taken = Math.min(length, buffer.remaining());
            buffer.get(target, offset, taken);
            return taken;
        }

        /** How many bytes of the file come before the next one that is read. */
        long position() throws IOException {
            return channel.position() - buffer.remaining();
        }

        private boolean fill() throws IOException {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                channel.read(buffer);
                buffer.flip();
            }
            return buffer.hasRemaining();
        }

        @Override
        public long skip(long count) throws IOException {
            long inBuffer = Math.max(0, Math.min(count, buffer.remaining()));
            buffer.position(buffer.position() + (int) inBuffer);
            long jumped = Math.max(0, Math.min(count - inBuffer, channel.size() - channel.position()));
            channel.position(channel.position() + jumped);
            return inBuffer + jumped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(Integer.MAX_VALUE, buffer.remaining() + channel.size() - channel.position());
        }
    }
}
