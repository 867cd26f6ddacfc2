package io.float2.loader;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Rows on their way from a reader to a connection: one owner at a time, filled and emptied over and over.
 *
 * <p>All rows come from one file and follow each other in it.
 */
public final class VectorBatch {

    /** Aimed-at size of the values of a batch. */
    private static final int VALUES = 1 << 18;

    private static final int MOST_ROWS = 4096;

    /** Characters of fields after which a batch is full, so that long texts do not pile up. */
    private static final int MOST_CHARACTERS = 1 << 22;

    private final int dimension;
    private final int capacity;
    private final float[] values;
    private final String[][] fields;
    private final boolean[] overflowed;

    private int rows;
    private int characters;
    private Path file;
    private long firstFileRow;
    private long firstRow;
    private long bytes;

    /** @param fieldCount number of columns beside the vector */
    public VectorBatch(int dimension, int fieldCount) {
        this.dimension = dimension;
        capacity = Math.max(1, Math.min(MOST_ROWS, VALUES / dimension));
        values = new float[capacity * dimension];
        fields = new String[capacity][fieldCount];
        overflowed = new boolean[capacity];
    }

    /** Empties the batch for rows of {@code file} from row {@code firstFileRow}, counted from 1. */
    void start(Path file, long firstFileRow) {
        this.file = file;
        this.firstFileRow = firstFileRow;
        rows = 0;
        characters = 0;
        bytes = 0;
        Arrays.fill(overflowed, false);
    }

    /** Takes in the row whose values and fields have been set. */
    void endRow(int fieldCharacters) {
        rows++;
        characters += fieldCharacters;
    }

    /** Takes in rows that have no fields. */
    void endRows(int count) {
        rows += count;
    }

    void setFirstRow(long row) {
        firstRow = row;
    }

    void addBytes(long more) {
        bytes += more;
    }

    /** The text of row {@code row} says more than a float4 holds, so its value is Infinity only here. */
    void markOverflow(int row) {
        overflowed[row] = true;
    }

    /** Counts characters of fields that did not come with {@link #endRow}. */
    void addCharacters(int more) {
        characters += more;
    }

    boolean isFull() {
        return rows == capacity || characters >= MOST_CHARACTERS;
    }

    int capacity() {
        return capacity;
    }

    /** How many rows like these make a batch full. */
    int rowsThatFit() {
        return characters == 0 ? capacity : (int) Math.max(1, Math.min(capacity, (long) MOST_CHARACTERS * rows / characters));
    }

    /** Number of values of every row. */
    public int dimension() {
        return dimension;
    }

    /** Number of rows held. */
    public int rows() {
        return rows;
    }

    /** The values of all rows, one row after the other; row {@code r} begins at {@code r * dimension()}. */
    public float[] values() {
        return values;
    }

    /** The fields of a row beside the vector, null for NULL. */
    String[] fields(int row) {
        return fields[row];
    }

    boolean isOverflowed(int row) {
        return overflowed[row];
    }

    /** Number of a row over all sources, counted from 0. */
    long rowNumber(int row) {
        return firstRow + row;
    }

    /** Bytes of the files that the rows took. */
    long bytes() {
        return bytes;
    }

    Path file() {
        return file;
    }

    /** Number of the first row in its file, counted from 1. */
    long firstFileRow() {
        return firstFileRow;
    }

    /** Names a row for a message: file and row, counted from 1. */
    String whereIs(int row) {
        return file + ", row " + (firstFileRow + row);
    }
}
