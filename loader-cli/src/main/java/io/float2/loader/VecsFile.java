package io.float2.loader;

import io.float2.UserException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file of the TEXMEX family: every row is a little-endian int32 dimension and so many elements of one kind.
 *
 * <p>Opening checks that the file is of that form and holds whole rows only; reading checks each row's dimension. Not thread safe.
 */
public final class VecsFile implements Closeable {

    /** What the rows are made of. */
    public enum Element {
        UINT8("bvecs", 1),
        INT32("ivecs", 4),
        FLOAT32("fvecs", 4);

        private final String format;
        private final int bytes;

        Element(String format, int bytes) {
            this.format = format;
            this.bytes = bytes;
        }
    }

    /** Bytes of the dimension before each row's elements. */
    public static final int HEADER = Integer.BYTES;

    private static final int BUFFER = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final int dimension;
    private final int rowBytes;
    private final long rows;
    private ByteBuffer buffer;
    private long nextRow;

    private VecsFile(Path path, FileChannel channel, int dimension, int rowBytes, long rows) {
        this.path = path;
        this.channel = channel;
        this.dimension = dimension;
        this.rowBytes = rowBytes;
        this.rows = rows;
        buffer = newBuffer(Math.max(1, BUFFER / rowBytes));
    }

    /** Opens and checks a file; the caller closes it. */
    public static VecsFile open(Path path, Element element) {
        FileChannel channel = InputFile.openChannel(path);
        try {
            return check(path, element, channel);
        } catch (IOException e) {
            InputFile.closeQuietly(channel);
            throw InputFile.unreadable(path, e);
        } catch (RuntimeException e) {
            InputFile.closeQuietly(channel);
            throw e;
        }
    }

    private static VecsFile check(Path path, Element element, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size == 0) {
            throw new UserException(path + " holds no vectors: it is empty");
        }
        if (size < HEADER) {
            throw new UserException(path + ", row 1: cut off after " + size + " of the " + HEADER + " bytes that tell its dimension");
        }
        int dimension = headerAt(channel, 0);
        if (dimension < 1 || dimension > VectorReader.MAX_DIMENSION) {
            throw new UserException(path + ", row 1: the dimension is " + dimension + ", but it can be 1 to "
                    + VectorReader.MAX_DIMENSION + whatItIs(dimension, element));
        }
        int rowBytes = HEADER + dimension * element.bytes;
        if (size % rowBytes != 0) {
            throw new UserException(brokenRow(path, channel, size, dimension, rowBytes));
        }
        return new VecsFile(path, channel, dimension, rowBytes, size / rowBytes);
    }

    private static String whatItIs(int dimension, Element element) {
        int reversed = Integer.reverseBytes(dimension);
        if (reversed >= 1 && reversed <= VectorReader.MAX_DIMENSION) {
            return "; its bytes are in the wrong order, " + element.format + " is little-endian";
        }
        return dimension == 0 ? "" : "; this does not look like " + element.format;
    }

    /** Rows do not fill the file: either one has another dimension, or the last is cut off. */
    private static String brokenRow(Path path, FileChannel channel, long size, int dimension, int rowBytes) throws IOException {
        long row = 0;
        for (long at = 0; at + HEADER <= size; at += rowBytes, row++) {
            int found = headerAt(channel, at);
            if (found != dimension) {
                return otherDimension(path, row, found, dimension);
            }
        }
        long rest = size % rowBytes;
        return path + ", row " + (size / rowBytes + 1) + ": cut off after " + rest + " of its " + rowBytes + " bytes";
    }

    private static String otherDimension(Path path, long row, int found, int expected) {
        return path + ", row " + (row + 1) + ": the dimension is " + found + ", but that of row 1 is " + expected;
    }

    private static int headerAt(FileChannel channel, long position) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, position + header.position()) >= 0) {
            // A read may bring less than was asked for.
        }
        return header.flip().remaining() == HEADER ? header.getInt() : 0;
    }

    public Path path() {
        return path;
    }

    public int dimension() {
        return dimension;
    }

    public long rows() {
        return rows;
    }

    /** Bytes from the beginning of a row to that of the next one. */
    public int rowBytes() {
        return rowBytes;
    }

    /** The next row to be read, counted from 0. */
    public long position() {
        return nextRow;
    }

    /** Goes on with the given row, counted from 0. */
    public void position(long row) {
        nextRow = row;
    }

    /**
     * Reads the next rows, at most {@code most}, whole.
     *
     * @return little-endian, from the first row's dimension to the end of the last row; valid until the next call. Empty at the end
     *     of the file
     */
    public ByteBuffer read(int most) {
        int count = (int) Math.min(most, rows - nextRow);
        if (buffer.capacity() < count * rowBytes) {
            buffer = newBuffer(count);
        }
        buffer.clear().limit(count * rowBytes);
        try {
            long position = nextRow * rowBytes;
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new UserException(path + " has become shorter while it was read, in row "
                            + (nextRow + buffer.position() / rowBytes + 1));
                }
            }
        } catch (IOException e) {
            throw InputFile.unreadable(path, e);
        }
        buffer.flip();
        for (int row = 0; row < count; row++) {
            int found = buffer.getInt(row * rowBytes);
            if (found != dimension) {
                throw new UserException(otherDimension(path, nextRow + row, found, dimension));
            }
        }
        nextRow += count;
        return buffer;
    }

    @Override
    public void close() {
        InputFile.closeQuietly(channel);
    }

    private ByteBuffer newBuffer(int rowCount) {
        return ByteBuffer.allocate(rowCount * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
