package io.float2.loader;

import java.util.Locale;

/** What happens to a finite value that the column's element type can only hold as Infinity (65520 and above for float2). */
public enum OverflowPolicy {
    /** It becomes Infinity with its sign and is counted. */
    INFINITY,
    /** It becomes the type's largest finite value with its sign, and is counted. */
    CLAMP,
    /** The row is wrong (see {@link LoadPlan#rejects}). */
    REJECT;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
