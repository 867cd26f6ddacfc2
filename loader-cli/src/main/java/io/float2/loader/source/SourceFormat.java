package io.float2.loader.source;

import io.float2.UserException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file formats that vectors can be read from. */
public enum SourceFormat {
    /** Rows of a little-endian int32 dimension and so many little-endian float32. */
    FVECS("fvecs"),
    /** Rows of a little-endian int32 dimension and so many unsigned bytes. */
    BVECS("bvecs"),
    /** Rows of a little-endian int32 dimension and so many little-endian int32. */
    IVECS("ivecs"),
    /** Number of rows and dimension as little-endian uint32, then the rows of little-endian float32. */
    FBIN("fbin"),
    /** Number of rows and dimension as little-endian uint32, then the rows of unsigned bytes. */
    U8BIN("u8bin"),
    /** Number of rows and dimension as little-endian uint32, then the rows of signed bytes. */
    I8BIN("i8bin"),
    /** NumPy's own format: a matrix in C order. */
    NPY("npy"),
    /** Files of the format before in an archive, as {@code np.savez} makes it; one of them holds the vectors. */
    NPZ("npz"),
    /** A data set of two dimensions, as the files of ann-benchmarks have. */
    HDF5("hdf5", "h5", "hdf"),
    /**
     * Comma-separated values, with a header line unless told otherwise; a column holds vectors as {@code [1,2]} or {@code {1,2}}, or
     * several hold values.
     */
    CSV("csv"),
    /** The same with tabs between the columns. */
    TSV("tsv"),
    /** One JSON object a line; one of its members is an array of numbers. */
    JSONL("jsonl", "ndjson"),
    /** Columns, one of which is a list of numbers. */
    PARQUET("parquet", "pq");

    /** Endings of packed files, which may follow a format's. */
    private static final List<String> PACKED = List.of(".gz", ".zst");

    private final List<String> endings;

    SourceFormat(String... endings) {
        this.endings = List.of(endings);
    }

    /**
     * The format that a file's ending names, with or without one of a packed file after it.
     *
     * @throws UserException when it names none
     */
    public static SourceFormat of(Path file) {
        if (StandardInput.is(file)) {
            throw new UserException("standard input has no ending that tells its format: give --format");
        }
        return byEnding(file).orElseThrow(() -> new UserException(file + " has no ending that tells its format; it can be "
                + Arrays.stream(values()).map(SourceFormat::toString).collect(Collectors.joining(", "))));
    }

    /** As {@link #of(Path)}, for a file that may be of any ending when it is known how its text is written: it is CSV then. */
    public static SourceFormat of(Path file, CsvDialect csv) {
        return csv.equals(CsvDialect.DEFAULT) ? of(file) : byEnding(file).orElse(CSV);
    }

    private static Optional<SourceFormat> byEnding(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        for (String packed : PACKED) {
            if (name.endsWith(packed)) {
                name = name.substring(0, name.length() - packed.length());
            }
        }
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return Arrays.stream(values()).filter(format -> format.endings.contains(ending)).findFirst();
    }

    /** Whether files are text that {@link CsvDialect} tells about. */
    public boolean isCsv() {
        return this == CSV || this == TSV;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
