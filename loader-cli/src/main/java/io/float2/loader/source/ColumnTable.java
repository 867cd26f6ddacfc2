package io.float2.loader.source;

import io.float2.UserException;
import io.float2.sql.Identifier;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of a file with named columns, in order. Not thread safe. */
public interface ColumnTable extends Closeable {

    /**
     * Opens a file and reads as much of it as tells its columns.
     *
     * @param format null: told by the file's ending
     * @param csv how the text is written if it is CSV or TSV
     */
    static ColumnTable open(Path file, SourceFormat format, CsvDialect csv) {
        SourceFormat known = format == null ? SourceFormat.of(file, csv) : format;
        return switch (known) {
            case CSV, TSV -> CsvTable.open(file, known, csv);
            case JSONL -> JsonLinesTable.open(file);
            case PARQUET -> ParquetTable.open(file);
            default -> throw new UserException(file + " is of the format " + known + ", which has no columns with names");
        };
    }

    Path path();

    /** The columns' names. */
    List<String> header();

    /** Number of rows, or {@link VectorReader#UNKNOWN}. */
    long rows();

    /**
     * From the next row on, {@code slot} gets the values of some columns, and {@link #next} leaves them out.
     *
     * @param slot null: their values are not wanted at all
     */
    void divert(VectorColumns columns, VectorSlot slot);

    /** From the next row on, {@link #next} leaves out all columns but these; those left out stand side by side. */
    default void keep(List<String> names) {
        int from = 0;
        while (from < header().size() && names.contains(header().get(from))) {
            from++;
        }
        if (from < header().size()) {
            divert(new VectorColumns(from, from + header().size() - names.size() - 1, false), null);
        }
    }

    /** From the next row on, one with too few or too many fields is no error; {@link #misfit} tells. */
    default void keepMisfits() {
        // Where fields have names, there are no such rows.
    }

    /** What is wrong with the number of fields of the row read last, as half a sentence; null: nothing. */
    default String misfit() {
        return null;
    }

    /**
     * Reads a row.
     *
     * @param target gets the values from {@code offset} on, as text, null for NULL
     * @return false when there are no more
     */
    boolean next(String[] target, int offset);

    /**
     * Passes over the next rows.
     *
     * @return how many there were: fewer than {@code count} only when there are no more
     */
    default long skip(long count) {
        String[] dropped = new String[header().size()];
        long passed = 0;
        while (passed < count && next(dropped, 0)) {
            passed++;
        }
        return passed;
    }

    /** From the first row on, {@link #place} tells. To be called before any row is read. */
    default void notePlaces() {
        // Tables that know it anyway, or never.
    }

    /** Where the row read last begins; null when rows come only one after the other, as in a packed file, or nobody wanted to know. */
    default RowPlace place() {
        return null;
    }

    /** The next row is the one whose {@link #place} another table of the same file told. */
    default void goTo(RowPlace place) {
        throw new UnsupportedOperationException("rows of " + path() + " have no places");
    }

    /** Number of the row read last, counted from 1. */
    long row();

    /** Bytes of the file that have been read. */
    long bytesRead();

    /** Characters of the values of the row read last. */
    int characters();

    /** Where the row read last is, for a message. */
    String whereIs();

    /** The columns' names for a message. */
    default String columnList() {
        return header().stream().map(Identifier::display).collect(Collectors.joining(", "));
    }

    @Override
    void close();
}
