package io.float2.loader.source;

import io.float2.UserException;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A file of the TEXMEX family: every row is a little-endian int32 dimension and so many elements of one kind.
 *
 * <p>Opening checks that the file is of that form and, unless it is packed, holds whole rows only; reading checks each row's
 * dimension. Not thread safe.
 */
public final class VecsFile implements Closeable {

    /** What the rows are made of. */
    public enum Element {
        UINT8("bvecs", ElementType.UINT8),
        INT32("ivecs", ElementType.INT32),
        FLOAT32("fvecs", ElementType.FLOAT32);

        private final String format;
        private final ElementType type;

        Element(String format, ElementType type) {
            this.format = format;
            this.type = type;
        }

        ElementType type() {
            return type;
        }
    }

    /** Bytes of the dimension before each row's elements. */
    public static final int HEADER = Integer.BYTES;

    private static final int BUFFER = 1 << 20;

    private final SourceBytes bytes;
    private final int dimension;
    private final int rowBytes;
    private final long rows;
    private ByteBuffer buffer;
    private long nextRow;

    private VecsFile(SourceBytes bytes, int dimension, int rowBytes, long rows) {
        this.bytes = bytes;
        this.dimension = dimension;
        this.rowBytes = rowBytes;
        this.rows = rows;
        buffer = newBuffer(Math.max(1, BUFFER / rowBytes));
    }

    /** Opens and checks a file; the caller closes it. */
    public static VecsFile open(Path path, Element element) {
        SourceBytes bytes = SourceBytes.open(path);
        try {
            return check(bytes, element);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static VecsFile check(SourceBytes bytes, Element element) {
        Path path = bytes.path();
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.readAt(0, header);
        if (length == 0) {
            throw new UserException(path + " holds no vectors: it is empty");
        }
        if (length < HEADER) {
            throw new UserException(path + ", row 1: cut off after " + length + " of the " + HEADER + " bytes that tell its dimension");
        }
        int dimension = header.getInt(0);
        if (dimension < 1 || dimension > VectorReader.MAX_DIMENSION) {
            throw new UserException(path + ", row 1: the dimension is " + dimension + ", but it can be 1 to "
                    + VectorReader.MAX_DIMENSION + whatItIs(dimension, element));
        }
        int rowBytes = HEADER + dimension * element.type.bytes();
        long size = bytes.size();
        if (size == SourceBytes.UNKNOWN) {
            return new VecsFile(bytes, dimension, rowBytes, VectorReader.UNKNOWN);
        }
        if (size % rowBytes != 0) {
            throw new UserException(brokenRow(bytes, size, dimension, rowBytes));
        }
        return new VecsFile(bytes, dimension, rowBytes, size / rowBytes);
    }

    private static String whatItIs(int dimension, Element element) {
        int reversed = Integer.reverseBytes(dimension);
        if (reversed >= 1 && reversed <= VectorReader.MAX_DIMENSION) {
            return "; its bytes are in the wrong order, " + element.format + " is little-endian";
        }
        return dimension == 0 ? "" : "; this does not look like " + element.format;
    }

    /** Rows do not fill the file: either one has another dimension, or the last is cut off. */
    private static String brokenRow(SourceBytes bytes, long size, int dimension, int rowBytes) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        long row = 0;
        for (long at = 0; bytes.readAt(at, header.clear()) == HEADER; at += rowBytes, row++) {
            int found = header.getInt(0);
            if (found != dimension) {
                return otherDimension(bytes.path(), row, found, dimension);
            }
        }
        return cutOff(bytes.path(), size / rowBytes, size % rowBytes, rowBytes);
    }

    private static String cutOff(Path path, long row, long rest, int rowBytes) {
        return path + ", row " + (row + 1) + ": cut off after " + rest + " of its " + rowBytes + " bytes";
    }

    private static String otherDimension(Path path, long row, int found, int expected) {
        return path + ", row " + (row + 1) + ": the dimension is " + found + ", but that of row 1 is " + expected;
    }

    public Path path() {
        return bytes.path();
    }

    public int dimension() {
        return dimension;
    }

    /** Number of rows, or {@link VectorReader#UNKNOWN} when the file is packed. */
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

    /** Bytes of a packed file that have been read, else 0. */
    long packedBytesRead() {
        return bytes.bytesTaken();
    }

    /**
     * Reads the next rows, at most {@code most}, whole.
     *
     * @return little-endian, from the first row's dimension to the end of the last row; valid until the next call. Empty at the end
     *     of the file
     */
    public ByteBuffer read(int most) {
        int wanted = rows == VectorReader.UNKNOWN ? most : (int) Math.max(0, Math.min(most, rows - nextRow));
        if (buffer.capacity() < (long) wanted * rowBytes) {
            buffer = newBuffer(wanted);
        }
        buffer.clear().limit(wanted * rowBytes);
        int length = bytes.readAt(nextRow * rowBytes, buffer);
        if (length < wanted * rowBytes && rows != VectorReader.UNKNOWN) {
            throw new UserException(path() + " has become shorter while it was read, in row " + (nextRow + length / rowBytes + 1));
        }
        buffer.flip();
        for (int at = 0; at + HEADER <= length; at += rowBytes) {
            int found = buffer.getInt(at);
            if (found != dimension) {
                throw new UserException(otherDimension(path(), nextRow + at / rowBytes, found, dimension));
            }
        }
        if (length % rowBytes != 0) {
            throw new UserException(cutOff(path(), nextRow + length / rowBytes, length % rowBytes, rowBytes));
        }
        nextRow += length / rowBytes;
        return buffer;
    }

    @Override
    public void close() {
        bytes.close();
    }

    private ByteBuffer newBuffer(int rowCount) {
        return ByteBuffer.allocate(Math.multiplyExact(rowCount, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
