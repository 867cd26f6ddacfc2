package io.float2.loader;

import io.float2.loader.source.VectorBatch;
import java.sql.SQLException;

/** Writes one column of a row as binary COPY has it: the length, then the value. Not thread safe. */
@FunctionalInterface
interface FieldEncoder {

    void encode(VectorBatch batch, int row, CopyBuffer out) throws SQLException;
}
