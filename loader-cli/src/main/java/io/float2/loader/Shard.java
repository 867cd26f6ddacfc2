package io.float2.loader;

import java.util.Locale;

/**
 * A run of rows that come into the table together, in one transaction, or not at all.
 *
 * @param number counted from 1
 * @param first row over all sources, counted from 0
 * @param rows how many rows there are at most
 * @param last whether there is no other after it, so that it goes to the end of the sources; false when that is not known
 */
record Shard(int number, long first, long rows, boolean last) {

    /** For a message: {@code shard 3, rows 2,000,001 to 3,000,000}. */
    @Override
    public String toString() {
        return "shard " + number + String.format(Locale.ROOT, ", rows %,d to %s", first + 1,
                rows == Long.MAX_VALUE ? "the last" : String.format(Locale.ROOT, "%,d", first + rows));
    }
}
