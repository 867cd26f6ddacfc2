package io.float2.index;

/**
 * What was built, or, after a dry run, would be.
 *
 * @param index name with its schema
 * @param rows in the table, as far as the server's statistics know
 * @param graphBytes estimate of what the graph takes in memory while it is built
 * @param memoryBytes maintenance_work_mem of the build
 * @param indexBytes on disk; 0 after a dry run
 * @param statement the statement that builds it
 */
public record IndexReport(
        String index,
        String table,
        String column,
        boolean dryRun,
        int dimension,
        long rows,
        long graphBytes,
        long memoryBytes,
        double seconds,
        long indexBytes,
        String statement) {}
