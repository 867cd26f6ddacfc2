package io.float2.loader;

import io.float2.UserException;
import io.float2.sql.VectorType;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the vectors of one file, and the fields beside them, in order. All vectors have the same dimension. Not thread safe.
 *
 * <p>Whatever is wrong with the file becomes a {@link UserException} that names the file and, where it is a row's fault, the row.
 */
public interface VectorReader extends Closeable {

    /**
     * PostgreSQL keeps an array of this many values well within a table's limits, and no index takes more; a larger number at the
     * head of a file means that the file is something else.
     */
    int MAX_DIMENSION = 16_000;

    /** The number of rows of a file that does not tell. */
    long UNKNOWN = -1;

    /**
     * Opens a file and reads as much of it as tells the dimension.
     *
     * @param format null: told by the file's ending
     * @param vectorColumn name of the column that holds the vectors, where columns have names; null: found by its brackets
     * @param target what the values are for: decides how numbers written in decimal are rounded, once
     */
    static VectorReader open(Path file, SourceFormat format, String vectorColumn, VectorType target) {
        return switch (format == null ? SourceFormat.of(file) : format) {
            case FVECS -> new VecsReader(VecsFile.open(file, VecsFile.Element.FLOAT32));
            case BVECS -> new VecsReader(VecsFile.open(file, VecsFile.Element.UINT8));
            case CSV -> CsvVectorReader.open(file, vectorColumn, target);
        };
    }

    Path file();

    int dimension();

    /** Number of rows in the file, or {@link #UNKNOWN}. */
    long rows();

    /** Names of the columns beside the vector, in the order of a batch's fields. */
    List<String> fieldNames();

    /** The vector column's name in the file, or null when columns have no names there. */
    String vectorName();

    /**
     * Fills the batch, whose former content is dropped, with the next rows.
     *
     * @param most rows that are wanted; a batch may be full before
     * @return false when there are no more; the batch is then empty
     */
    boolean read(VectorBatch batch, int most);

    @Override
    void close();
}
