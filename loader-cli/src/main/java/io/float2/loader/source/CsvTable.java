package io.float2.loader.source;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import io.float2.UserException;
import io.float2.sql.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of a CSV or TSV file in UTF-8. As in the server's COPY, an empty field without quotes is NULL, one with quotes is an empty
 * text. Not thread safe.
 */
public final class CsvTable extends TextTable {

    /** The last column of a file of rejected rows, which says why a row was rejected. It is passed over. */
    public static final String REJECTED = "float2_rejected";

    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final CsvDialect dialect;
    private final char separator;
    private final Row current = new Row();
    private final List<String> header;
    /** Of the file. */
    private final int columns;
    private final int linesBefore;
    private CloseableIterator<Row> rows;
    /** Null when nobody wants to know where rows begin. */
    private LineStarts lineStarts;
    private boolean keepsMisfits;
    private String misfit;

    private CsvTable(SourceBytes bytes, CsvDialect dialect, char separator) {
        super(bytes);
        this.dialect = dialect;
        this.separator = separator;
        begin(bytes.stream());
        List<String> names = dialect.header() ? readHeader() : numberColumns();
        linesBefore = dialect.header() || passOverCounts(names.size()) ? 1 : 0;
        boolean rejects = names.size() > 1 && names.get(names.size() - 1).equals(REJECTED);
        header = rejects ? names.subList(0, names.size() - 1) : names;
        columns = names.size();
        current.header = header;
    }

    /** Opens a file and reads as much of it as tells its columns. */
    static CsvTable open(Path path, SourceFormat format, CsvDialect dialect) {
        SourceBytes bytes = SourceBytes.open(path);
        try {
            return new CsvTable(bytes, dialect, dialect.separatorOf(format));
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** The next line is the first one of these bytes. */
    private void begin(InputStream from) {
        PushbackReader text = new PushbackReader(new InputStreamReader(from, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            int first = text.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                text.unread(first);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        // Numbers of fields are checked here, where the row is known.
        rows = CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(dialect.quoteOrNone())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(current, text)
                .iterator();
    }

    private List<String> readHeader() {
        if (!advance()) {
            throw new UserException(path() + " is empty: a header line with the columns' names was expected");
        }
        List<String> names = new ArrayList<>(current.fields);
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

    /** Names for the columns of a file without a header line, of which as many rows are read as tell how many there are. */
    private List<String> numberColumns() {
        if (!advance()) {
            throw new UserException(path() + " holds no vectors: it is empty");
        }
        int count = current.count;
        if (isCounts()) {
            int dimension = Integer.parseInt(current.fields.get(1));
            // A word and its vector; where a line has no other field, the two numbers are a row like any.
            if (advance() && current.count == dimension + 1) {
                count = current.count;
            }
        }
        begin(bytes.stream());
        return numberedColumns(count);
    }

    /** Whether the current line may be the one that word2vec and fastText begin with: number of rows and dimension. */
    private boolean isCounts() {
        return current.count == 2 && current.fields.stream().allMatch(field -> field != null && field.matches("[1-9][0-9]{0,8}"));
    }

    private boolean passOverCounts(int count) {
        if (count > 2 && advance() && isCounts()) {
            return true;
        }
        begin(bytes.stream());
        return false;
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    long line() {
        return linesPassed + current.line;
    }

    @Override
    public void notePlaces() {
        if (!bytes.isPacked()) {
            lineStarts = new LineStarts(bytes.stream());
            begin(lineStarts);
            for (int i = 0; i < linesBefore; i++) {
                advance();
            }
        }
    }

    @Override
    public RowPlace place() {
        return lineStarts == null ? null : new RowPlace(row, line(), lineStarts.offset(current.line));
    }

    @Override
    public void goTo(RowPlace place) {
        begin(bytes.streamFrom(place.offset()));
        row = place.row() - 1;
        linesPassed = place.line() - 1;
    }

    @Override
    int linesBefore() {
        return linesBefore;
    }

    @Override
    public void keepMisfits() {
        keepsMisfits = true;
    }

    @Override
    public String misfit() {
        return misfit;
    }

    @Override
    public boolean next(String[] target, int offset) {
        row++;
        if (!advance()) {
            row--;
            return false;
        }
        misfit = current.count == columns ? null : "the number of fields is " + current.count + ", but "
                + (dialect.header() ? "the header line" : "row 1") + " has " + columns;
        if (misfit != null) {
            if (!keepsMisfits) {
                throw new UserException(whereIs() + ": " + misfit);
            }
            Arrays.fill(target, offset + current.fields.size(), target.length, null);
        }
        for (int i = 0; i < current.fields.size(); i++) {
            target[offset + i] = current.fields.get(i);
        }
        return true;
    }

    /** Whatever is wrong with rows that are passed over is for those to tell who want them. */
    @Override
    public long skip(long count) {
        long passed = 0;
        while (passed < count && advance()) {
            row++;
            passed++;
        }
        return passed;
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
            throw unreadable(e.getCause());
        }
    }

    private UserException unreadable(IOException failure) {
        return failure instanceof CharacterCodingException
                ? new UserException(path() + " is not encoded in UTF-8, at or soon after row " + Math.max(1, row), failure)
                : bytes.broken(failure);
    }

    /** Collects the fields of one row; the same object stands for every row. */
    private final class Row extends CsvCallbackHandler<Row> {

        private final List<String> fields = new ArrayList<>();
        private List<String> header;
        private int count;
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
            if (length == 0 && !quoted && dialect.mergesSeparators()) {
                return;
            }
            int column = count++;
            if (header != null && column >= header.size()) {
                return;
            }
            if (isDiverted(column)) {
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
