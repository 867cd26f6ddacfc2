package io.float2.loader;

/**
 * Values that are no finite number in the table, counted over all rows.
 *
 * @param overflowed finite in the file, Infinity in the table
 * @param infinite Infinity in the file already
 * @param notANumber NaN in the file
 * @param rows rows with at least one such value; an ann index refuses them
 */
public record ValueCounts(long overflowed, long infinite, long notANumber, long rows) {

    static final ValueCounts NONE = new ValueCounts(0, 0, 0, 0);

    ValueCounts plus(ValueCounts other) {
        return new ValueCounts(overflowed + other.overflowed, infinite + other.infinite, notANumber + other.notANumber,
                rows + other.rows);
    }
}
