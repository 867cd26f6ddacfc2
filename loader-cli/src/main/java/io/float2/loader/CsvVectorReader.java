package io.float2.loader;

import io.float2.UserException;
import io.float2.sql.Identifier;
import io.float2.sql.VectorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a CSV file with one column of vectors; its other columns are the fields. */
final class CsvVectorReader implements VectorReader {

    private final CsvTable table;
    private final int vectorIndex;
    private final VectorText vectorText;
    private final List<String> fieldNames;

    private final int dimension;
    /** The first row, which had to be read to tell the dimension; null once it has been passed on. */
    private Row first;

    private VectorBatch batch;
    private int length;
    private long bytesTold;

    private record Row(String[] fields, float[] vector, boolean overflowed) {}

    private CsvVectorReader(CsvTable table, String vectorColumn, VectorType target) {
        this.table = table;
        vectorText = new VectorText(target);
        String[] firstFields = new String[table.header().size()];
        if (!table.next(firstFields, 0)) {
            throw new UserException(table.path() + " holds no vectors: there is no row below its header line");
        }
        vectorIndex = vectorColumn == null ? findVector(firstFields) : table.header().indexOf(vectorColumn);
        if (vectorIndex < 0) {
            throw new UserException(table.path() + " has no column " + Identifier.display(vectorColumn) + "; it has "
                    + table.columnList());
        }
        first = firstRow(firstFields);
        dimension = first.vector.length;
        List<String> names = new ArrayList<>(table.header());
        names.remove(vectorIndex);
        fieldNames = List.copyOf(names);
        table.divert(vectorIndex, this::parseVector);
    }

    static CsvVectorReader open(Path file, String vectorColumn, VectorType target) {
        CsvTable table = CsvTable.open(file);
        try {
            return new CsvVectorReader(table, vectorColumn, target);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private int findVector(String[] fields) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            if (VectorText.isVector(fields[i])) {
                found.add(i);
            }
        }
        List<Integer> bracketed = List.copyOf(found);
        if (found.isEmpty()) {
            throw new UserException(table.path() + ", row 1: none of the columns " + table.columnList()
                    + " holds a vector in [brackets] or {braces}");
        }
        if (found.size() > 1) {
            // A JSON text has braces, too.
            found.removeIf(i -> !isNumeric(fields[i]));
        }
        if (found.size() != 1) {
            throw new UserException(table.path() + " has vectors in the columns " + bracketed.stream()
                    .map(i -> Identifier.display(table.header().get(i))).collect(Collectors.joining(" and "))
                    + ": name one with --vector-column");
        }
        return found.get(0);
    }

    private boolean isNumeric(String text) {
        try {
            return vectorText.parse(text.toCharArray(), 0, text.length(), new float[0], 0, 0) > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Row firstRow(String[] fields) {
        String text = fields[vectorIndex] == null ? "" : fields[vectorIndex];
        float[] values = new float[MAX_DIMENSION];
        int count;
        try {
            count = vectorText.parse(text.toCharArray(), 0, text.length(), values, 0, MAX_DIMENSION);
        } catch (IllegalArgumentException e) {
            throw new UserException(table.whereIs() + ": the column " + Identifier.display(table.header().get(vectorIndex)) + " "
                    + e.getMessage(), e);
        }
        if (count < 1 || count > MAX_DIMENSION) {
            throw new UserException(table.whereIs() + ": the dimension is " + count + ", but it can be 1 to " + MAX_DIMENSION);
        }
        List<String> rest = new ArrayList<>(Arrays.asList(fields));
        rest.remove(vectorIndex);
        return new Row(rest.toArray(String[]::new), Arrays.copyOf(values, count), vectorText.overflowed());
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
        return UNKNOWN;
    }

    @Override
    public List<String> fieldNames() {
        return fieldNames;
    }

    @Override
    public String vectorName() {
        return table.header().get(vectorIndex);
    }

    @Override
    public boolean read(VectorBatch target, int most) {
        batch = target;
        batch.start(table.path(), first == null ? table.row() + 1 : 1);
        if (first != null) {
            System.arraycopy(first.vector, 0, batch.values(), 0, dimension);
            System.arraycopy(first.fields, 0, batch.fields(0), 0, first.fields.length);
            if (first.overflowed) {
                batch.markOverflow(0);
            }
            batch.endRow(0);
            first = null;
        }
        while (batch.rows() < most && !batch.isFull() && table.next(batch.fields(batch.rows()), 0)) {
            if (length != dimension) {
                throw new UserException(table.whereIs() + ": the dimension is " + length + ", but that of row 1 is " + dimension);
            }
            batch.endRow(table.characters());
        }
        batch.addBytes(table.bytesRead() - bytesTold);
        bytesTold = table.bytesRead();
        return batch.rows() > 0;
    }

    private void parseVector(char[] text, int offset, int textLength) {
        length = vectorText.parse(text, offset, textLength, batch.values(), batch.rows() * dimension, dimension);
        if (vectorText.overflowed()) {
            batch.markOverflow(batch.rows());
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
