package io.float2.loader;

import io.float2.UserException;

/**
 * How a new table is laid out.
 *
 * @param unlogged its rows are not written to the log: faster, gone after a crash, and not on a standby
 * @param partitions number of partitions by hash of the id, a power of two; 0: not partitioned
 */
public record NewTableLayout(boolean unlogged, int partitions) {

    /** One ordinary table. */
    public static final NewTableLayout DEFAULT = new NewTableLayout(false, 0);

    /** A statement that reads the table locks every partition. */
    private static final int MOST_PARTITIONS = 1024;

    public NewTableLayout {
        if (partitions != 0 && (partitions < 2 || partitions > MOST_PARTITIONS || Integer.bitCount(partitions) != 1)) {
            throw new UserException("a table has a power of two of partitions from 2 to " + MOST_PARTITIONS + ", not " + partitions);
        }
    }
}
