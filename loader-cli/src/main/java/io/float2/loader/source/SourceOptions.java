package io.float2.loader.source;

import io.float2.sql.VectorType;

/**
 * How files are read.
 *
 * @param format null: told by each file's ending
 * @param csv how CSV and TSV files are written
 * @param vectorColumn the column that holds the vectors, where columns have names, or {@code first..last}, or the path of a data
 *     set, or a member of an npz file; null: found
 * @param target what the values are for: decides how they are rounded, once
 * @param dimension null: that of a file's first vector
 * @param keepsBadRows whether a row without a vector of the right length is marked in its batch; else it is an error
 */
public record SourceOptions(
        SourceFormat format, CsvDialect csv, String vectorColumn, VectorType target, Integer dimension, boolean keepsBadRows) {

    /** A row that is wrong is an error. */
    public static SourceOptions strict(SourceFormat format, String vectorColumn, VectorType target) {
        return new SourceOptions(format, CsvDialect.DEFAULT, vectorColumn, target, null, false);
    }
}
