package io.float2.loader.source;

import io.float2.sql.VectorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads fvecs, bvecs and ivecs. */
final class VecsReader implements VectorReader {

    private final VecsFile file;
    private final ElementType element;
    private final Narrowing narrowing;
    private long packedBytesTold;

    private VecsReader(VecsFile file, ElementType element, Narrowing narrowing) {
        this.file = file;
        this.element = element;
        this.narrowing = narrowing;
    }

    static VecsReader open(Path path, VecsFile.Element element, VectorType target) {
        return new VecsReader(VecsFile.open(path, element), element.type(), new Narrowing(target));
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
    public boolean read(VectorBatch batch, int most) {
        batch.start(file.path(), file.position() + 1);
        ByteBuffer buffer = file.read(Math.min(most, batch.capacity()));
        int count = buffer.remaining() / file.rowBytes();
        for (int row = 0; row < count; row++) {
            element.read(buffer, row * file.rowBytes() + VecsFile.HEADER, batch, row, narrowing);
        }
        batch.endRows(count);
        batch.addBytes(rows() == UNKNOWN ? file.packedBytesRead() - packedBytesTold : (long) count * file.rowBytes());
        packedBytesTold = file.packedBytesRead();
        return count > 0;
    }

    /** In a packed file the rows passed over have to be unpacked, and how many there are shows only then. */
    @Override
    public long skip(long count) {
        if (rows() == UNKNOWN) {
            return VectorReader.super.skip(count);
        }
        long passed = Math.min(count, file.rows() - file.position());
        file.position(file.position() + passed);
        return passed;
    }

    @Override
    public void close() {
        file.close();
    }
}
