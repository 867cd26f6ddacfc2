package io.float2.index;

/**
 * What was built, or, after a dry run, would be.
 *
 * @param index name with its schema
 * @param where predicate of a partial index, or null
 * @param rows in the index, as far as the server's statistics know
 * @param graphBytes estimate of what the build takes in memory: the graph, or the search for the lists' centres
 * @param memoryBytes maintenance_work_mem of the build
 * @param indexBytes on disk; 0 after a dry run
 * @param statement the statement that builds it
 */
public record IndexReport(
        String index,
        String table,
        String column,
        String where,
        boolean dryRun,
        int dimension,
        long rows,
        long graphBytes,
        long memoryBytes,
        double seconds,
        long indexBytes,
        String statement) {}
