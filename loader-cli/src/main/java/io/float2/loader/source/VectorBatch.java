package io.float2.loader.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

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
    private final int mostCharacters;
    private final int capacity;
    private final float[] values;
    private final String[][] fields;
    private final boolean[] overflowed;
    private final String[] rejections;
    private final String[] vectorTexts;
    private final BitSet leftOut = new BitSet();

    private int rows;
    private int characters;
    private Path file;
    private long firstFileRow;
    private long firstRow;
    private long bytes;

    /** @param fieldCount number of columns beside the vector */
    public VectorBatch(int dimension, int fieldCount) {
        this(dimension, fieldCount, VALUES, MOST_CHARACTERS);
    }

    /**
     * A batch of a given size.
     *
     * @param bytes that values and fields together take at most, roughly; one row fits in any case
     */
    public VectorBatch(int dimension, int fieldCount, int bytes) {
        this(dimension, fieldCount, (fieldCount == 0 ? bytes : bytes / 2) / Float.BYTES, bytes / 2 / Character.BYTES);
    }

    private VectorBatch(int dimension, int fieldCount, int mostValues, int mostCharacters) {
        this.dimension = dimension;
        this.mostCharacters = mostCharacters;
        capacity = Math.max(1, Math.min(MOST_ROWS, mostValues / dimension));
        values = new float[capacity * dimension];
        fields = new String[capacity][fieldCount];
        overflowed = new boolean[capacity];
        rejections = new String[capacity];
        vectorTexts = new String[capacity];
    }

    /** Empties the batch for rows of {@code file} from row {@code firstFileRow}, counted from 1. */
    public void start(Path file, long firstFileRow) {
        this.file = file;
        this.firstFileRow = firstFileRow;
        rows = 0;
        characters = 0;
        bytes = 0;
        Arrays.fill(overflowed, false);
        Arrays.fill(rejections, null);
        Arrays.fill(vectorTexts, null);
        leftOut.clear();
    }

    /** Takes in the row whose values and fields have been set. */
    public void endRow(int fieldCharacters) {
        rows++;
        characters += fieldCharacters;
    }

    /** Takes in rows that have no fields. */
    public void endRows(int count) {
        rows += count;
    }

    public void setFirstRow(long row) {
        firstRow = row;
    }

    public void addBytes(long more) {
        bytes += more;
    }

    /** The text of row {@code row} says more than a float4 holds, so its value is Infinity only here. */
    public void markOverflow(int row) {
        overflowed[row] = true;
    }

    /**
     * Marks a row as one that is not to be loaded. Its values mean nothing.
     *
     * @param reason completes "file, row 7: …"
     */
    public void reject(int row, String reason) {
        rejections[row] = reason;
    }

    /** Marks a row as one that is not wanted. */
    public void leaveOut(int row) {
        leftOut.set(row);
    }

    /** Whether a row is not wanted. */
    public boolean isLeftOut(int row) {
        return leftOut.get(row);
    }

    /** Keeps what stood in the file where the values do not say it all. */
    public void setVectorText(int row, String text) {
        vectorTexts[row] = text;
        characters += text == null ? 0 : text.length();
    }

    /** What stood in the file, or null when the values say it all. */
    public String vectorText(int row) {
        return vectorTexts[row];
    }

    /** Why a row is not to be loaded, or null when it is. */
    public String rejection(int row) {
        return rejections[row];
    }

    /** Counts characters of fields that did not come with {@link #endRow}. */
    public void addCharacters(int more) {
        characters += more;
    }

    public boolean isFull() {
        return rows == capacity || characters >= mostCharacters;
    }

    public int capacity() {
        return capacity;
    }

    /** How many rows like these make a batch full. */
    public int rowsThatFit() {
        return characters == 0 ? capacity : (int) Math.max(1, Math.min(capacity, (long) mostCharacters * rows / characters));
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
    public String[] fields(int row) {
        return fields[row];
    }

    public boolean isOverflowed(int row) {
        return overflowed[row];
    }

    /** Number of a row over all sources, counted from 0. */
    public long rowNumber(int row) {
        return firstRow + row;
    }

    /** Bytes of the files that the rows took. */
    public long bytes() {
        return bytes;
    }

    public Path file() {
        return file;
    }

    /** Number of the first row in its file, counted from 1. */
    public long firstFileRow() {
        return firstFileRow;
    }

    /** Names a row for a message: file and row, counted from 1. */
    public String whereIs(int row) {
        return file + ", row " + (firstFileRow + row);
    }
}
