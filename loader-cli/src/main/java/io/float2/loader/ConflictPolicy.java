package io.float2.loader;

import java.util.Locale;

/** What happens to a row whose key is in the table already. */
public enum ConflictPolicy {
    /** The load of its shard fails and names the key. */
    FAIL,
    /** The row is left out and counted. */
    NOTHING,
    /** The row in the table gets the values of the new one; of several new ones, those of the last. */
    UPDATE;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
