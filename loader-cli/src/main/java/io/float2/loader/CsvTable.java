package io.float2.loader;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import io.float2.UserException;
import io.float2.sql.Identifier;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of a CSV file in UTF-8 with a header line. As in the server's COPY, an empty field without quotes is NULL, one with quotes
 * is an empty text. Not thread safe.
 */
final class CsvTable implements Closeable {

    /** Takes the text of one column as it stands in the reader's buffer, before any string is made of it. */
    @FunctionalInterface
    interface FieldParser {

        /** @throws IllegalArgumentException when the text will not do; the message completes "the column c …" */
        void parse(char[] text, int offset, int length);
    }

    private final Path path;
    private final CountingStream bytes;
    private final CsvReader<Row> reader;
    private final CloseableIterator<Row> rows;
    private final Row current = new Row();
    private final List<String> header;
    private long row;

    private CsvTable(Path path) {
        this.path = path;
        bytes = new CountingStream(Channels.newInputStream(InputFile.openChannel(path)));
        InputStreamReader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
        try {
            // Numbers of fields are checked here, where the row is known.
            reader = CsvReader.builder()
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .build(current, text);
            rows = reader.iterator();
            header = readHeader();
        } catch (RuntimeException e) {
            InputFile.closeQuietly(bytes);
            throw e;
        }
    }

    /** Opens a file and reads its header line. */
    static CsvTable open(Path path) {
        return new CsvTable(path);
    }

    private List<String> readHeader() {
        if (!advance()) {
            throw new UserException(path + " is empty: a header line with the columns' names was expected");
        }
        List<String> names = new ArrayList<>(current.fields);
        if (names.get(0) != null && names.get(0).startsWith("\ufeff")) {
            names.set(0, names.get(0).substring(1));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name == null || name.isEmpty()) {
                throw new UserException(path + ": the header line gives column " + (i + 1) + " no name");
            }
            if (!seen.add(name)) {
                throw new UserException(path + ": the header line has the name " + Identifier.display(name) + " twice");
            }
        }
        return List.copyOf(names);
    }

    Path path() {
        return path;
    }

    List<String> header() {
        return header;
    }

    /** The header's names for a message. */
    String columnList() {
        return header.stream().map(Identifier::display).collect(Collectors.joining(", "));
    }

    /** From the next row on, {@code parser} gets the text of column {@code index}, and {@link #next} leaves it out. */
    void divert(int index, FieldParser parser) {
        current.diverted = index;
        current.parser = parser;
    }

    /** Number of the row read last, counted from 1 without the header line. */
    long row() {
        return row;
    }

    long bytesRead() {
        return bytes.count;
    }

    /** Characters of the fields of the row read last. */
    int characters() {
        return current.characters;
    }

    /** Where the row read last is, for a message. */
    String whereIs() {
        return path + ", row " + row + (current.line == row + 1 ? "" : " (line " + current.line + ")");
    }

    /**
     * Reads a row.
     *
     * @param target gets the fields from {@code offset} on, null for NULL
     * @return false when there are no more
     */
    boolean next(String[] target, int offset) {
        row++;
        if (!advance()) {
            row--;
            return false;
        }
        if (current.count != header.size()) {
            throw new UserException(whereIs() + ": the number of fields is " + current.count + ", but the header line has "
                    + header.size());
        }
        if (current.failure != null) {
            throw new UserException(whereIs() + ": the column " + Identifier.display(header.get(current.diverted)) + " "
                    + current.failure.getMessage(), current.failure);
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
            throw new UserException(path + ", row " + Math.max(1, row) + (e.getCause() instanceof OutOfMemoryError
                    ? ": its fields are too large for the memory of this process"
                    : ": cannot be read as CSV, perhaps for a quote that is not closed"), e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new UserException(path + " is not encoded in UTF-8, at or soon after row " + Math.max(1, row), e);
            }
            throw InputFile.unreadable(path, e.getCause());
        }
    }

    @Override
    public void close() {
        InputFile.closeQuietly(bytes);
    }

    /** Collects the fields of one row; the same object stands for every row. */
    private static final class Row extends CsvCallbackHandler<Row> {

        private final List<String> fields = new ArrayList<>();
        private int diverted = -1;
        private FieldParser parser;
        private int count;
        private int characters;
        private long line;
        private IllegalArgumentException failure;

        @Override
        protected void beginRecord(long startingLineNumber) {
            line = startingLineNumber;
            fields.clear();
            count = 0;
            characters = 0;
            failure = null;
        }

        @Override
        protected void addField(char[] text, int offset, int length, boolean quoted) {
            if (count++ == diverted) {
                try {
                    parser.parse(text, offset, length);
                } catch (IllegalArgumentException e) {
                    failure = e;
                }
                return;
            }
            fields.add(length == 0 && !quoted ? null : new String(text, offset, length));
            characters += length;
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

    /** Counts what is read. */
    private static final class CountingStream extends FilterInputStream {

        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
