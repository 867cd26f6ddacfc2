package io.float2.loader.source;

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
     * @param vectorColumn as {@link SourceOptions#vectorColumn}
     * @param target what the values are for: decides how they are rounded, once
     */
    static VectorReader open(Path file, SourceFormat format, String vectorColumn, VectorType target) {
        return open(file, SourceOptions.strict(format, vectorColumn, target));
    }

    /** Opens a file and reads as much of it as tells the dimension. */
    static VectorReader open(Path file, SourceOptions options) {
        SourceFormat format = options.format() == null ? SourceFormat.of(file, options.csv()) : options.format();
        VectorType target = options.target();
        return switch (format) {
            case FVECS -> VecsReader.open(file, VecsFile.Element.FLOAT32, target);
            case BVECS -> VecsReader.open(file, VecsFile.Element.UINT8, target);
            case IVECS -> VecsReader.open(file, VecsFile.Element.INT32, target);
            case FBIN -> MatrixReader.open(SourceBytes.open(file), bytes -> MatrixLayout.ofBin(bytes, ElementType.FLOAT32), target);
            case U8BIN -> MatrixReader.open(SourceBytes.open(file), bytes -> MatrixLayout.ofBin(bytes, ElementType.UINT8), target);
            case I8BIN -> MatrixReader.open(SourceBytes.open(file), bytes -> MatrixLayout.ofBin(bytes, ElementType.INT8), target);
            case NPY -> MatrixReader.open(SourceBytes.open(file), MatrixLayout::ofNpy, target);
            case NPZ -> MatrixReader.open(NpzMember.open(file, options.vectorColumn()), MatrixLayout::ofNpy, target);
            case HDF5 -> Hdf5Reader.open(file, options.vectorColumn(), target);
            case CSV, TSV, JSONL, PARQUET -> TableVectorReader.open(file, options);
        };
    }

    Path file();

    int dimension();

    /** Number of rows in the file, or {@link #UNKNOWN}. */
    long rows();

    /** Names of the columns beside the vector, in the order of a batch's fields. */
    default List<String> fieldNames() {
        return List.of();
    }

    /** The vector column's name in the file, or null when columns have no names there. */
    default String vectorName() {
        return null;
    }

    /**
     * Fills the batch, whose former content is dropped, with the next rows.
     *
     * @param most rows that are wanted; a batch may be full before
     * @return false when there are no more; the batch is then empty
     */
    boolean read(VectorBatch batch, int most);

    /**
     * Passes over the next rows. Formats that know where a row begins go there at once; this one reads.
     *
     * @return how many there were: {@code count}, fewer when only so many are near at hand, 0 when there are no more
     */
    default long skip(long count) {
        VectorBatch dropped = new VectorBatch(dimension(), fieldNames().size());
        return read(dropped, (int) Math.min(count, dropped.capacity())) ? dropped.rows() : 0;
    }

    @Override
    void close();
}
