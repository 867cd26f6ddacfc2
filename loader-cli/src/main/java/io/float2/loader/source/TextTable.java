package io.float2.loader.source;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Rows that are text, one after the other; how many there are shows at the end. */
abstract class TextTable implements ColumnTable {

    final SourceBytes bytes;
    /** The columns that {@link #slot} gets, and that are left out of rows; null: none. */
    VectorColumns diverted;
    /** Null when the values of these columns are not wanted. */
    VectorSlot slot;
    /** Of the values of the current row. */
    int characters;
    /** Number of the current row, counted from 1. */
    long row;
    /** Lines before those that are read, when they are not read from the first one on. */
    long linesPassed;

    TextTable(SourceBytes bytes) {
        this.bytes = bytes;
    }

    /** The line that the current row begins in, counted from 1. */
    abstract long line();

    /** Lines before the first row. */
    abstract int linesBefore();

    @Override
    public Path path() {
        return bytes.path();
    }

    @Override
    public long rows() {
        return VectorReader.UNKNOWN;
    }

    @Override
    public void divert(VectorColumns columns, VectorSlot target) {
        diverted = columns;
        slot = target;
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public long bytesRead() {
        return bytes.bytesTaken();
    }

    @Override
    public int characters() {
        return characters;
    }

    @Override
    public String whereIs() {
        return path() + ", row " + row + (line() == row + linesBefore() ? "" : " (line " + line() + ")");
    }

    /** Whether the values of a column go elsewhere. */
    boolean isDiverted(int column) {
        return diverted != null && diverted.contains(column);
    }

    /** The names {@code column1}, {@code column2} and so on. */
    static List<String> numberedColumns(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "column" + i).toList();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
