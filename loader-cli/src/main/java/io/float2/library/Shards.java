package io.float2.library;

import io.float2.UserException;

/**
 * How a list of pictures is cut: into as few shards as the bound allows, all of the same length but for one picture.
 *
 * @param pictures length of the list
 * @param shardRows most pictures in a shard
 */
public record Shards(long pictures, long shardRows) {

    /** No shard is larger: one that fails costs hours, not days. */
    public static final long MOST_ROWS = 10_000_000;

    /** Most pictures in a shard unless said otherwise. */
    public static final long DEFAULT_ROWS = 100_000;

    /** Most shards of an import; each is three instances. */
    public static final int MOST_SHARDS = 100_000;

    public Shards {
        if (pictures < 0) {
            throw new UserException("there cannot be " + pictures + " pictures");
        }
        if (shardRows < 1 || shardRows > MOST_ROWS) {
            throw new UserException("a shard has 1 to " + MOST_ROWS + " pictures, not " + shardRows);
        }
        if (pictures > shardRows * MOST_SHARDS) {
            throw new UserException(pictures + " pictures in shards of " + shardRows + " are more than " + MOST_SHARDS
                    + " shards: give larger ones");
        }
    }

    /** Number of shards; none without pictures. */
    public int count() {
        return (int) ((pictures + shardRows - 1) / shardRows);
    }

    /** First picture of a shard, counted from 0; that of the shard after the last one is the length of the list. */
    public long first(int shard) {
        long length = count() == 0 ? 0 : pictures / count();
        long longer = count() == 0 ? 0 : pictures % count();
        return shard * length + Math.min(shard, longer);
    }
}
