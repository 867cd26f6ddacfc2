package io.float2.loader;

/** What happens to a finite value that the column's element type can only hold as Infinity (65520 and above for float2). */
public enum OverflowPolicy {
    /** It becomes Infinity with its sign and is counted. */
    INFINITY,
    /** The load fails and names file and row. */
    REJECT
}
