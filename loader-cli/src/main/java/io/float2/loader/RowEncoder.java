package io.float2.loader;

import io.float2.UserException;
import io.float2.loader.source.VectorBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/** Writes the rows of batches as the server's binary COPY format has them. Not thread safe. */
final class RowEncoder {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TRAILER = -1;

    private final FieldEncoder[] encoders;
    private final VectorEncoder vector;
    private final RejectFile.Part rejects;
    /** Takes a row before it is known to be good; null when a row that is not ends the load. */
    private final ByteArrayOutputStream rowBytes;
    private final CopyBuffer rowBuffer;
    private long rejected;
    private long leftOut;

    /** @param rejects takes rows that are wrong; null: they are an error */
    RowEncoder(List<FieldEncoder> encoders, VectorEncoder vector, RejectFile.Part rejects) {
        this.encoders = encoders.toArray(FieldEncoder[]::new);
        this.vector = vector;
        this.rejects = rejects;
        rowBytes = rejects == null ? null : new ByteArrayOutputStream();
        rowBuffer = rejects == null ? null : new CopyBuffer(rowBytes::write);
    }

    /** Writes what stands before the first row. */
    void begin(CopyBuffer out) throws SQLException {
        out.putBytes(SIGNATURE);
        int noFlags = 0;
        out.putInt(noFlags);
        int noExtension = 0;
        out.putInt(noExtension);
    }

    /**
     * Writes the rows of a batch that are wanted and not wrong.
     *
     * @return the rows that were not written, by their place in the batch
     */
    BitSet encode(VectorBatch batch, CopyBuffer out) throws SQLException {
        BitSet unwritten = new BitSet();
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.isLeftOut(row)) {
                leftOut++;
                unwritten.set(row);
            } else if (rejects == null) {
                encodeRow(batch, row, out);
            } else if (!encodeOrReject(batch, row, out)) {
                rejected++;
                unwritten.set(row);
            }
        }
        return unwritten;
    }

    private void encodeRow(VectorBatch batch, int row, CopyBuffer out) throws SQLException {
        out.putShort(encoders.length);
        for (FieldEncoder encoder : encoders) {
            encoder.encode(batch, row, out);
        }
    }

    private boolean encodeOrReject(VectorBatch batch, int row, CopyBuffer out) throws SQLException {
        if (batch.rejection(row) != null) {
            rejects.add(batch, row, batch.whereIs(row) + ": " + batch.rejection(row));
            return false;
        }
        rowBytes.reset();
        try {
            encodeRow(batch, row, rowBuffer);
            rowBuffer.flush();
        } catch (UserException e) {
            rowBuffer.clear();
            rejects.add(batch, row, e.getMessage());
            return false;
        }
        out.putBytes(rowBytes.toByteArray());
        return true;
    }

    /** Writes what stands after the last row, and passes on what is still in the buffer. */
    void end(CopyBuffer out) throws SQLException {
        out.putShort(TRAILER);
        out.flush();
    }

    /** What the values encoded so far were like. */
    ValueCounts counts() {
        return vector.counts();
    }

    /** Rows that were wrong. */
    long rejected() {
        return rejected;
    }

    /** Rows that were not wanted. */
    long leftOut() {
        return leftOut;
    }
}
