package io.float2.loader;

/**
 * Values that a column's type does not take as they are, counted over all rows that were loaded.
 *
 * @param overflowed finite in the file, Infinity in the table
 * @param clamped finite in the file, the type's largest value in the table
 * @param infinite Infinity in the file already
 * @param notANumber NaN in the file
 * @param rows rows with at least one value that is not finite in the table; an ann index refuses them
 */
public record ValueCounts(long overflowed, long clamped, long infinite, long notANumber, long rows) {

    static final ValueCounts NONE = new ValueCounts(0, 0, 0, 0, 0);

    ValueCounts plus(ValueCounts other) {
        return new ValueCounts(overflowed + other.overflowed, clamped + other.clamped, infinite + other.infinite,
                notANumber + other.notANumber, rows + other.rows);
    }
}
