package io.float2.loader;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** Writes the rows of batches as the server's binary COPY format has them. Not thread safe. */
final class RowEncoder {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TRAILER = -1;

    private final FieldEncoder[] encoders;
    private final VectorEncoder vector;

    RowEncoder(List<FieldEncoder> encoders, VectorEncoder vector) {
        this.encoders = encoders.toArray(FieldEncoder[]::new);
        this.vector = vector;
    }

    /** Writes what stands before the first row. */
    void begin(CopyBuffer out) throws SQLException {
        out.putBytes(SIGNATURE);
        int noFlags = 0;
        out.putInt(noFlags);
        int noExtension = 0;
        out.putInt(noExtension);
    }

    void encode(VectorBatch batch, CopyBuffer out) throws SQLException {
        for (int row = 0; row < batch.rows(); row++) {
            out.putShort(encoders.length);
            for (FieldEncoder encoder : encoders) {
                encoder.encode(batch, row, out);
            }
        }
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
}
