package io.float2.loader;

import java.util.List;

/**
 * What a load did, or, after a dry run, would do.
 *
 * @param rows loaded; 0 after a dry run
 * @param bytes read from the files
 * @param seconds from the first byte read to the last statement, ANALYZE included
 * @param tableBytes the whole table on disk with its indexes and out-of-line values; 0 after a dry run, or {@link #UNKNOWN}
 * @param jobs connections that copied
 * @param statements the data definition that was run, in order
 */
public record LoadReport(
        String table,
        boolean dryRun,
        long rows,
        int dimension,
        long bytes,
        double seconds,
        long tableBytes,
        int jobs,
        ValueCounts values,
        List<MappedColumn> columns,
        List<String> statements) {

    /** The server went away after the rows were in. */
    public static final long UNKNOWN = -1;

    public double rowsPerSecond() {
        return rows / seconds;
    }

    /** Of file bytes. */
    public double bytesPerSecond() {
        return bytes / seconds;
    }
}
