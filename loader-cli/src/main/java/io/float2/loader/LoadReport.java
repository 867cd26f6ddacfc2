package io.float2.loader;

import java.util.List;

/**
 * What a load did, or, after a dry run, would do.
 *
 * @param rows loaded in this run, new or changed; 0 after a dry run
 * @param bytes read from the files
 * @param seconds from the first byte read to the last statement, ANALYZE included
 * @param tableBytes the whole table on disk with its indexes and out-of-line values; 0 after a dry run, or {@link #UNKNOWN}
 * @param jobs connections that copied
 * @param statements the data definition that was run, in order
 * @param importId the load's name in the ledger; null after a dry run, and when no ledger could be kept
 * @param shards that came into the table in this run
 * @param earlierShards that were in the table before
 * @param earlierRows in them
 * @param leftOut rows of the files that the server left out, as their keys were there or a trigger refused them
 * @param rejected rows of the files that were wrong and are in the file of rejected rows
 * @param rejects that file; null: a row that was wrong would have ended the load
 * @param retries how often a shard was begun again
 * @param transfer {@code arrays} or {@code packed}: how vectors travelled; null when nothing did
 * @param waitingIn table that has the rows until all of them are in it, as a new one gets its name only then; null when they are in place
 * @param failures shards that were tried and are not in the table
 * @param notBegun shards that were not tried, since what failed the others would have failed them too; 0 where it is not known
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
        List<String> statements,
        String importId,
        long shards,
        long earlierShards,
        long earlierRows,
        long leftOut,
        long rejected,
        String rejects,
        long retries,
        String transfer,
        String waitingIn,
        List<ShardFailure> failures,
        long notBegun) {

    /** The server went away after the rows were in. */
    public static final long UNKNOWN = -1;

    public double rowsPerSecond() {
        return rows / seconds;
    }

    /** Of file bytes. */
    public double bytesPerSecond() {
        return bytes / seconds;
    }

    /** Whether all rows of the files are in the table. */
    public boolean complete() {
        return failures.isEmpty();
    }
}
