package io.float2.loader.source;

import io.float2.UserException;
import io.float2.sql.Identifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads files with named columns, some of which are the vector; the others are the fields. */
final class TableVectorReader implements VectorReader {

    /** Rows that are looked at for where the numbers begin: a word may be one, such as a year. */
    private static final int ROWS_FOR_NUMBERS = 1000;

    private final ColumnTable table;
    private final SourceOptions options;
    private final VectorColumns columns;
    private final VectorSlot slot;
    private final int dimension;
    private final List<String> fieldNames;
    private long bytesTold;

    private TableVectorReader(ColumnTable table, SourceOptions options, VectorColumns columns, int dimension) {
        this.table = table;
        this.options = options;
        this.columns = columns;
        this.dimension = dimension;
        slot = new VectorSlot(options.target());
        List<String> names = new ArrayList<>(table.header());
        names.subList(columns.from(), columns.to() + 1).clear();
        fieldNames = List.copyOf(names);
        table.divert(columns, slot);
    }

    private static ColumnTable table(Path file, SourceOptions options) {
        ColumnTable table = ColumnTable.open(file, options.format(), options.csv());
        if (options.keepsBadRows()) {
            table.keepMisfits();
        }
        return table;
    }

    /** The first rows are looked at to find the vectors; then the file is opened again. */
    static TableVectorReader open(Path file, SourceOptions options) {
        VectorColumns columns;
        int dimension;
        try (ColumnTable table = table(file, options)) {
            columns = find(table, options);
            dimension = options.dimension() != null ? options.dimension() : dimension(table, columns, options);
        }
        ColumnTable table = table(file, options);
        try {
            return new TableVectorReader(table, options, columns, dimension);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private static VectorColumns find(ColumnTable table, SourceOptions options) {
        if (options.vectorColumn() != null) {
            return VectorColumns.named(table, options.vectorColumn());
        }
        try (ColumnTable look = table(table.path(), options)) {
            String[] fields = new String[look.header().size()];
            if (!look.next(fields, 0)) {
                throw noRows(look);
            }
            if (!options.csv().header() && look instanceof CsvTable && Arrays.stream(fields).noneMatch(VectorText::isVector)) {
                return findAtEnd(look, fields, options);
            }
            return VectorColumns.one(findByBrackets(look, fields, new VectorSlot(options.target())));
        }
    }

    /** In a file without names: all columns from the first one on behind which there are only numbers, as far as the first rows tell. */
    private static VectorColumns findAtEnd(ColumnTable table, String[] fields, SourceOptions options) {
        NumberText numbers = new NumberText(options.target());
        int from = 0;
        do {
            int last = table.misfit() != null ? from - 1 : fields.length - 1;
            while (last >= from && isNumber(fields[last], numbers)) {
                last--;
            }
            from = last + 1;
        } while (from < fields.length && table.row() < ROWS_FOR_NUMBERS && table.next(fields, 0));
        if (from == fields.length) {
            throw new UserException(table.whereIs() + ": the last column, " + Identifier.display(table.header().get(from - 1))
                    + ", holds neither a number nor a vector in [brackets] or {braces}; --vector-column FIRST..LAST says where the "
                    + "vector's values are");
        }
        return new VectorColumns(from, fields.length - 1, true);
    }

    private static boolean isNumber(String text, NumberText numbers) {
        try {
            if (text != null) {
                numbers.parse(text.toCharArray(), 0, text.length());
            }
            return text != null;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static UserException noRows(ColumnTable table) {
        return new UserException(table.path() + " holds no vectors: there is no row"
                + (table instanceof CsvTable csv && csv.linesBefore() > 0 ? " below its header line" : ""));
    }

    private static int findByBrackets(ColumnTable table, String[] fields, VectorSlot slot) {
        List<Integer> bracketed = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            if (VectorText.isVector(fields[i])) {
                bracketed.add(i);
            }
        }
        if (bracketed.isEmpty()) {
            throw new UserException(table.whereIs() + ": none of the columns " + table.columnList()
                    + " holds a vector in [brackets] or {braces}; --vector-column FIRST..LAST takes the vector's values from a "
                    + "column each");
        }
        List<Integer> found = new ArrayList<>(bracketed);
        if (found.size() > 1) {
            // A JSON text has braces, too.
            found.removeIf(i -> !isNumeric(fields[i], slot));
        }
        if (found.size() != 1) {
            throw new UserException(table.path() + " has vectors in the columns " + bracketed.stream()
                    .map(i -> Identifier.display(table.header().get(i))).collect(Collectors.joining(" and "))
                    + ": name one with --vector-column");
        }
        return found.get(0);
    }

    private static boolean isNumeric(String text, VectorSlot slot) {
        slot.aim(new float[0], 0, 0);
        slot.vector("", text.toCharArray(), 0, text.length());
        return slot.failure() == null && slot.length() > 0;
    }

    /** That of the first row, or of the first one that has a vector if rows without are no error. */
    private static int dimension(ColumnTable table, VectorColumns columns, SourceOptions options) {
        VectorSlot slot = new VectorSlot(options.target());
        table.divert(columns, slot);
        String[] fields = new String[table.header().size()];
        while (true) {
            slot.aim(new float[0], 0, 0);
            if (!table.next(fields, 0)) {
                throw table.row() == 0 ? noRows(table) : new UserException(table.path() + " holds no vectors: none of its "
                        + table.row() + " rows has one");
            }
            String failure = table.misfit() != null ? table.misfit() : slot.failure();
            boolean good = failure == null && slot.length() > 0 && slot.length() <= MAX_DIMENSION;
            if (good) {
                return slot.length();
            }
            if (!options.keepsBadRows()) {
                throw new UserException(table.whereIs() + ": " + (failure != null ? failure
                        : "the dimension is " + slot.length() + ", but it can be 1 to " + MAX_DIMENSION));
            }
        }
    }

    @Override
    public Path file() {
        return table.path();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public long rows() {
        return table.rows();
    }

    @Override
    public List<String> fieldNames() {
        return fieldNames;
    }

    @Override
    public String vectorName() {
        return columns.name(table.header());
    }

    @Override
    public boolean read(VectorBatch batch, int most) {
        batch.start(table.path(), table.row() + 1);
        while (batch.rows() < most && !batch.isFull() && readRow(batch, batch.rows())) {
            batch.endRow(table.characters());
        }
        batch.addBytes(table.bytesRead() - bytesTold);
        bytesTold = table.bytesRead();
        return batch.rows() > 0;
    }

    private boolean readRow(VectorBatch batch, int row) {
        slot.aim(batch.values(), row * dimension, dimension);
        if (!table.next(batch.fields(row), 0)) {
            return false;
        }
        String failure = table.misfit() != null ? table.misfit()
                : slot.failure() != null || slot.length() == dimension ? slot.failure()
                : "the dimension is " + slot.length() + ", but that of row 1 is " + dimension;
        if (failure != null && !options.keepsBadRows()) {
            throw new UserException(table.whereIs() + ": " + failure);
        }
        if (failure != null) {
            batch.reject(row, failure);
        }
        if (slot.overflowed()) {
            batch.markOverflow(row);
        }
        if (options.keepsBadRows() && (failure != null || slot.overflowed())) {
            batch.setVectorText(row, slot.text());
        }
        return true;
    }

    @Override
    public long skip(long count) {
        table.divert(columns, null);
        long passed = table.skip(count);
        table.divert(columns, slot);
        bytesTold = table.bytesRead();
        return passed;
    }

    @Override
    public void close() {
        table.close();
    }
}
