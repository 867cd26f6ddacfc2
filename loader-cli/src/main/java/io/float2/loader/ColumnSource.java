package io.float2.loader;

/** Where the values of a table column come from. */
sealed interface ColumnSource {

    /** The number of the row over all sources, counted from 0. */
    record RowNumber() implements ColumnSource {}

    /** The vector. */
    record Vector() implements ColumnSource {}

    /** @param index the field's place in a batch */
    record Field(int index, SourceField field) implements ColumnSource {}
}
