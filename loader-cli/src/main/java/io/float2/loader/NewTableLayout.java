package io.float2.loader;

import io.float2.UsageException;

/**
 * How a new table is laid out.
 *
 * @param unlogged its rows are not written to the log: faster, gone after a crash, and not on a standby
 * @param partitions number of partitions by hash of the id, a power of two; 0: not partitioned
 * @param distributeBy column whose value says which of Citus' shards a row is in; null: the table is on one server
 * @param shards how many there are; 0: as the server's citus.shard_count has it
 */
public record NewTableLayout(boolean unlogged, int partitions, String distributeBy, int shards) {

    /** One ordinary table. */
    public static final NewTableLayout DEFAULT = new NewTableLayout(false, 0, null, 0);

    /** A statement that reads the table locks every partition. */
    private static final int MOST_PARTITIONS = 1024;

    /** As citus.shard_count has it. */
    private static final int MOST_SHARDS = 64_000;

    public NewTableLayout {
        if (partitions != 0 && (partitions < 2 || partitions > MOST_PARTITIONS || Integer.bitCount(partitions) != 1)) {
            throw new UsageException("a table has a power of two of partitions from 2 to " + MOST_PARTITIONS + ", not " + partitions);
        }
        if (distributeBy == null && shards != 0) {
            throw new UsageException("--shards is the number of shards of a distributed table: --distribute-by says what by");
        }
        if (distributeBy != null && partitions != 0) {
            throw new UsageException("--partitions and --distribute-by exclude each other: a distributed table is in shards already");
        }
        if (distributeBy != null && (shards < 0 || shards > MOST_SHARDS)) {
            throw new UsageException("a table has 1 to " + MOST_SHARDS + " shards, not " + shards);
        }
    }

    /** Whether its rows are in shards on several servers. */
    boolean isDistributed() {
        return distributeBy != null;
    }
}
