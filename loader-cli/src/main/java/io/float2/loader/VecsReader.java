package io.float2.loader;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Reads fvecs and bvecs. */
final class VecsReader implements VectorReader {

    private final VecsFile file;
    private final boolean bytes;

    VecsReader(VecsFile file) {
        this.file = file;
        bytes = file.rowBytes() == VecsFile.HEADER + file.dimension();
    }

    @Override
    public Path file() {
        return file.path();
    }

    @Override
    public int dimension() {
        return file.dimension();
    }

    @Override
    public long rows() {
        return file.rows();
    }

    @Override
    public List<String> fieldNames() {
        return List.of();
    }

    @Override
    public String vectorName() {
        return null;
    }

    @Override
    public boolean read(VectorBatch batch, int most) {
        batch.start(file.path(), file.position() + 1);
        ByteBuffer buffer = file.read(Math.min(most, batch.capacity()));
        int count = buffer.remaining() / file.rowBytes();
        for (int row = 0; row < count; row++) {
            int from = row * file.rowBytes() + VecsFile.HEADER;
            int to = row * file.dimension();
            if (bytes) {
                widen(buffer.array(), from, batch.values(), to, file.dimension());
            } else {
                buffer.position(from);
                buffer.asFloatBuffer().get(batch.values(), to, file.dimension());
            }
        }
        batch.endRows(count);
        batch.addBytes((long) count * file.rowBytes());
        return count > 0;
    }

    private static void widen(byte[] source, int from, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] = source[from + i] & 0xff;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
