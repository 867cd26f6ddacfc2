package io.float2.loader;

import io.float2.loader.source.VectorReader;

/**
 * How the rows of a load are cut into shards. The cut depends on the number of rows in a shard alone, so that a later run of the
 * same import finds the same shards.
 *
 * @param shardRows rows in every shard but the last
 * @param totalRows in all sources, or {@link VectorReader#UNKNOWN}
 */
record ShardPlan(long shardRows, long totalRows) {

    /** Most rows in a shard unless the user wants more. */
    static final long MOST_ROWS = 10_000_000;

    /** So many values are loaded in a second or two: less is not worth a transaction of its own. */
    private static final long LEAST_VALUES = 1L << 22;

    /** Values in a shard where the number of rows is not known, so that the work cannot be shared out evenly. */
    private static final long VALUES_OF_UNKNOWN = 1L << 26;

    /** All rows in one transaction. */
    static ShardPlan whole(long totalRows) {
        return new ShardPlan(totalRows == VectorReader.UNKNOWN ? Long.MAX_VALUE : totalRows, totalRows);
    }

    /**
     * As many shards as jobs, more where none may be so large, and one where they would be very small.
     *
     * @param wanted most rows in a shard, or 0
     */
    static ShardPlan of(long wanted, int jobs, long totalRows, int dimension) {
        if (wanted > 0) {
            return new ShardPlan(wanted, totalRows);
        }
        if (totalRows == VectorReader.UNKNOWN) {
            return new ShardPlan(Math.max(1, Math.min(MOST_ROWS, VALUES_OF_UNKNOWN / dimension)), totalRows);
        }
        long shards = Math.max(ceilDivide(totalRows, MOST_ROWS), Math.min(jobs, totalRows * dimension / LEAST_VALUES));
        if (shards > jobs) {
            // The same number for every job, so that all have something to do up to the end.
            shards = ceilDivide(shards, jobs) * jobs;
        }
        return new ShardPlan(ceilDivide(totalRows, Math.max(1, shards)), totalRows);
    }

    /** Whether all rows are known to come in one shard. */
    boolean isWhole() {
        return shardRows == Long.MAX_VALUE || totalRows != VectorReader.UNKNOWN && totalRows <= shardRows;
    }

    /** Number of shards, or {@link VectorReader#UNKNOWN}. */
    long count() {
        return isWhole() ? 1 : totalRows == VectorReader.UNKNOWN ? VectorReader.UNKNOWN : ceilDivide(totalRows, shardRows);
    }

    /** The shard of that number, counted from 1. */
    Shard shard(int number) {
        long first = (number - 1) * shardRows;
        boolean last = number == count();
        return new Shard(number, first, last && totalRows != VectorReader.UNKNOWN ? totalRows - first : shardRows, last);
    }

    private static long ceilDivide(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
