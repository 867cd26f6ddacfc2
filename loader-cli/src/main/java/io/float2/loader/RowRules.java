package io.float2.loader;

/**
 * What becomes of rows that are not as they should be.
 *
 * @param rejects takes rows that are wrong; null: the first one ends the load
 */
record RowRules(OverflowPolicy onOverflow, RejectFile.Part rejects) {

    static RowRules strict(OverflowPolicy onOverflow) {
        return new RowRules(onOverflow, null);
    }
}
