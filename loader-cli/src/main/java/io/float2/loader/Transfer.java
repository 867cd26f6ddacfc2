package io.float2.loader;

import java.util.Locale;

/** How vectors travel to the server. */
public enum Transfer {
    /** The one that was measured to be faster. */
    AUTO,
    /** As arrays, by one COPY into the table: six bytes for a half, which the server reads one by one. */
    ARRAYS,
    /** As bytes, two for a half, by COPY into a temporary table, from which one INSERT makes arrays of many rows. */
    PACKED;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
