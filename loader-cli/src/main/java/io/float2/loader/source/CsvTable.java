package io.float2.loader.source;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import io.float2.UserException;
import io.float2.sql.Identifier;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of a CSV or TSV file in UTF-8 with a header line. As in the server's COPY, an empty field without quotes is NULL, one with
 * quotes is an empty text. Not thread safe.
 */
public final class CsvTable implements ColumnTable {

    /** The last column of a file of rejected rows, which says why a row was rejected. It is passed over. */
    public static final String REJECTED = "float2_rejected";

    private final SourceBytes bytes;
    private final CsvReader<Row> reader;
    private final CloseableIterator<Row> rows;
    private final Row current = new Row();
    private final List<String> header;
    /** Of the file. */
    private final int columns;
    private long row;

    private CsvTable(SourceBytes bytes, char separator) {
        this.bytes = bytes;
        InputStreamReader text = new InputStreamReader(bytes.stream(), StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
        // Numbers of fields are checked here, where the row is known.
        reader = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(current, text);
        rows = reader.iterator();
        List<String> names = readHeader();
        boolean rejects = names.size() > 1 && names.get(names.size() - 1).equals(REJECTED);
        header = rejects ? names.subList(0, names.size() - 1) : names;
        columns = names.size();
        current.header = header;
    }

    /** Opens a file and reads its header line. */
    static CsvTable open(Path path, char separator) {
        SourceBytes bytes = SourceBytes.open(path);
        try {
            return new CsvTable(bytes, separator);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private List<String> readHeader() {
        if (!advance()) {
            throw new UserException(path() + " is empty: a header line with the columns' names was expected");
        }
        List<String> names = new ArrayList<>(current.fields);
        if (names.get(0) != null && names.get(0).startsWith("\ufeff")) {
            names.set(0, names.get(0).substring(1));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name == null || name.isEmpty()) {
                throw new UserException(path() + ": the header line gives column " + (i + 1) + " no name");
            }
            if (!seen.add(name)) {
                throw new UserException(path() + ": the header line has the name " + Identifier.display(name) + " twice");
            }
        }
        return List.copyOf(names);
    }

    @Override
    public Path path() {
        return bytes.path();
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public long rows() {
        return VectorReader.UNKNOWN;
    }

    @Override
    public void divert(VectorColumns columns, VectorSlot slot) {
        current.diverted = columns;
        current.slot = slot;
    }

    /** The header line is not counted. */
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
        return current.characters;
    }

    @Override
    public String whereIs() {
        return path() + ", row " + row + (current.line == row + 1 ? "" : " (line " + current.line + ")");
    }

    @Override
    public boolean next(String[] target, int offset) {
        row++;
        if (!advance()) {
            row--;
            return false;
        }
        if (current.count != columns) {
            throw new UserException(whereIs() + ": the number of fields is " + current.count + ", but the header line has " + columns);
        }
        for (int i = 0; i < current.fields.size(); i++) {
            target[offset + i] = current.fields.get(i);
        }
        return true;
    }

    private boolean advance() {
        try {
            if (!rows.hasNext()) {
                return false;
            }
            rows.next();
            return true;
        } catch (CsvParseException e) {
            // Also what is no fault of the file comes wrapped in this.
            throw new UserException(path() + ", row " + Math.max(1, row) + (e.getCause() instanceof OutOfMemoryError
                    ? ": its fields are too large for the memory of this process"
                    : ": cannot be read as CSV, perhaps for a quote that is not closed"), e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new UserException(path() + " is not encoded in UTF-8, at or soon after row " + Math.max(1, row), e);
            }
            throw bytes.broken(e.getCause());
        }
    }

    @Override
    public void close() {
        bytes.close();
    }

    /** Collects the fields of one row; the same object stands for every row. */
    private static final class Row extends CsvCallbackHandler<Row> {

        private final List<String> fields = new ArrayList<>();
        private List<String> header;
        private VectorColumns diverted;
        private VectorSlot slot;
        private int count;
        private int characters;
        private long line;

        @Override
        protected void beginRecord(long startingLineNumber) {
            line = startingLineNumber;
            fields.clear();
            count = 0;
            characters = 0;
        }

        @Override
        protected void addField(char[] text, int offset, int length, boolean quoted) {
            int column = count++;
            if (header != null && column >= header.size()) {
                return;
            }
            if (diverted != null && diverted.contains(column)) {
                if (slot != null) {
                    divert(header.get(column), text, offset, length);
                }
                return;
            }
            fields.add(length == 0 && !quoted ? null : new String(text, offset, length));
            characters += length;
        }

        private void divert(String column, char[] text, int offset, int length) {
            if (diverted.spread()) {
                slot.number(column, text, offset, length);
            } else {
                slot.vector(column, text, offset, length);
            }
        }

        @Override
        protected void setComment(char[] text, int offset, int length) {
            throw new IllegalStateException("comments are not asked for");
        }

        @Override
        protected void setEmpty() {
            fields.clear();
        }

        @Override
        protected Row buildRecord() {
            return this;
        }

        @Override
        protected RecordType getRecordType() {
            return count == 0 ? RecordType.EMPTY : RecordType.DATA;
        }

        @Override
        protected int getFieldCount() {
            return count;
        }
    }
}
