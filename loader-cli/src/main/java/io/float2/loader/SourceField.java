package io.float2.loader;

import io.float2.loader.source.VectorBatch;
import java.nio.file.Path;

/**
 * A column beside the vectors. Its place in the list of all fields is its place in a batch.
 *
 * @param file where it is; the first source, when it is in the sources themselves
 * @param joined whether the file is joined to the sources by row number
 */
record SourceField(String name, Path file, boolean joined) {

    /** Names the field's row for a message. */
    String whereIs(VectorBatch batch, int row) {
        return joined ? file + ", row " + (batch.rowNumber(row) + 1) : batch.whereIs(row);
    }
}
