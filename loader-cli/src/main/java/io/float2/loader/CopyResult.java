package io.float2.loader;

/**
 * What a copy brought.
 *
 * @param rows that are in the table, new or changed
 * @param sent rows of the files
 * @param rejected rows of the files that were wrong
 * @param leftOut rows of the files that were not wanted
 */
record CopyResult(long rows, long sent, long rejected, long leftOut, ValueCounts values) {

    static final CopyResult NOTHING = new CopyResult(0, 0, 0, 0, ValueCounts.NONE);

    static CopyResult of(long rows, long sent, RowEncoder encoder) {
        return new CopyResult(rows, sent, encoder.rejected(), encoder.leftOut(), encoder.counts());
    }

    CopyResult plus(CopyResult other) {
        return new CopyResult(rows + other.rows, sent + other.sent, rejected + other.rejected, leftOut + other.leftOut,
                values.plus(other.values));
    }
}
