package io.float2.loader.source;

import io.float2.UserException;
import io.float2.sql.VectorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads files that are a head and a matrix: fbin, u8bin, i8bin, npy and members of npz. */
final class MatrixReader implements VectorReader {

    private final SourceBytes bytes;
    private final MatrixLayout layout;
    private final Narrowing narrowing;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long nextRow;
    private long packedBytesTold;

    private MatrixReader(SourceBytes bytes, MatrixLayout layout, VectorType target) {
        this.bytes = bytes;
        this.layout = layout;
        narrowing = new Narrowing(target);
    }

    /** @param bytes closed by the reader, or here if there is none */
    static MatrixReader open(SourceBytes bytes, Function<SourceBytes, MatrixLayout> head, VectorType target) {
        try {
            MatrixLayout layout = head.apply(bytes);
            checkSize(bytes, layout);
            return new MatrixReader(bytes, layout, target);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static void checkSize(SourceBytes bytes, MatrixLayout layout) {
        long size = bytes.size();
        if (size == SourceBytes.UNKNOWN) {
            return;
        }
        long present = size - layout.begin();
        if (present / layout.rowBytes() < layout.rows()) {
            throw cutOff(bytes.path(), layout, present / layout.rowBytes(), present % layout.rowBytes());
        }
        long more = present - layout.rows() * layout.rowBytes();
        if (more > 0) {
            throw new UserException(bytes.path() + " goes on for " + more + " bytes after the " + layout.rows()
                    + " rows that its head tells of");
        }
    }

    private static UserException cutOff(Path path, MatrixLayout layout, long row, long rest) {
        return new UserException(path + ", row " + (row + 1) + ": cut off after " + rest + " of its " + layout.rowBytes()
                + " bytes; the head tells of " + layout.rows() + " rows");
    }

    @Override
    public Path file() {
        return bytes.path();
    }

    @Override
    public int dimension() {
        return layout.dimension();
    }

    @Override
    public long rows() {
        return layout.rows();
    }

    @Override
    public boolean read(VectorBatch batch, int most) {
        batch.start(bytes.path(), nextRow + 1);
        int count = (int) Math.min(Math.min(most, batch.capacity()), layout.rows() - nextRow);
        if (buffer.capacity() < count * layout.rowBytes()) {
            buffer = ByteBuffer.allocate(count * layout.rowBytes()).order(layout.order());
        }
        buffer.clear().limit(count * layout.rowBytes());
        int length = bytes.readAt(layout.begin() + nextRow * layout.rowBytes(), buffer);
        if (length < buffer.limit()) {
            throw cutOff(bytes.path(), layout, nextRow + length / layout.rowBytes(), length % layout.rowBytes());
        }
        for (int row = 0; row < count; row++) {
            layout.element().read(buffer, row * layout.rowBytes(), batch, row, narrowing);
        }
        nextRow += count;
        batch.endRows(count);
        batch.addBytes(bytes.isPacked() ? bytes.bytesTaken() - packedBytesTold : length);
        packedBytesTold = bytes.bytesTaken();
        return count > 0;
    }

    @Override
    public long skip(long count) {
        long passed = Math.min(count, layout.rows() - nextRow);
        nextRow += passed;
        return passed;
    }

    @Override
    public void close() {
        bytes.close();
    }
}
