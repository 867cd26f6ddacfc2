package io.float2.loader.source;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.float2.UserException;
import io.float2.sql.Identifier;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.api.PrimitiveConverter;

/**
 * The rows of a Parquet file. A page of every column is held at a time, whatever the size of the row groups. A list that is not the
 * vector comes as JSON text. Not thread safe.
 */
final class ParquetTable implements ColumnTable {

    /** One column within the row group that is being read. */
    private static final class Cursor {

        private final ParquetSchema.Column column;
        private final ColumnReader reader;
        private final ParquetValue value;
        private long left;

        Cursor(ParquetSchema.Column column, ParquetPages pages) {
            this.column = column;
            reader = new ColumnReaderImpl(column.descriptor(), pages, new PrimitiveConverter() {}, null);
            value = new ParquetValue(column.element());
            left = pages.getTotalValueCount();
        }

        boolean isNull() {
            return reader.getCurrentDefinitionLevel() < column.descriptor().getMaxDefinitionLevel();
        }

        /** Goes to the next value; false when that is of another row. */
        boolean next() {
            reader.consume();
            left--;
            return left > 0 && reader.getCurrentRepetitionLevel() > 0;
        }
    }

    private final Path path;
    private final FileChannel channel;
    private final List<RowGroup> groups;
    private final List<ParquetSchema.Column> columns;
    private final List<String> header;
    private final long rows;
    private Cursor[] cursors = {};
    private VectorColumns diverted;
    private VectorSlot slot;
    private boolean withoutVector;
    private int nextGroup;
    private long groupRows;
    private long groupRow;
    private long row;
    private long bytes;
    private int characters;

    private ParquetTable(Path path, FileChannel channel, FileMetaData metadata) {
        this.path = path;
        this.channel = channel;
        groups = metadata.getRow_groups();
        columns = ParquetSchema.columns(path, metadata.getSchema());
        header = columns.stream().map(ParquetSchema.Column::name).toList();
        rows = groups.stream().mapToLong(RowGroup::getNum_rows).sum();
        if (groups.stream().anyMatch(this::isDamaged)) {
            throw new UserException(path + " cannot be read as Parquet: its row groups are damaged");
        }
    }

    private boolean isDamaged(RowGroup group) {
        return group.getNum_rows() < 0 || group.getColumnsSize() <= lastPlace()
                || group.getColumns().stream().anyMatch(column -> column.getMeta_data() == null);
    }

    private int lastPlace() {
        return columns.stream().mapToInt(ParquetSchema.Column::place).max().orElse(0);
    }

    /** Opens a file and reads the description at its end. */
    static ParquetTable open(Path path) {
        FileChannel channel = InputFile.openChannel(InputFile.plain(path));
        try {
            return guarded(path.toString(), () -> new ParquetTable(path, channel, ParquetFooter.read(path, channel)));
        } catch (RuntimeException e) {
            InputFile.closeQuietly(channel);
            throw e;
        }
    }

    /** Whatever the library stumbles over in a damaged file is the file's fault. */
    private static <T> T guarded(String where, Callable<T> work) {
        try {
            return work.call();
        } catch (UserException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new UserException(where + " cannot be read: it is damaged, or its pages are too large for the memory of this process",
                    e);
        } catch (Exception | StackOverflowError e) {
            throw new UserException(where + " cannot be read as Parquet: it is damaged or uses something that is not known here"
                    + (e.getMessage() == null ? "" : " (" + e.getMessage().lines().findFirst().orElse("") + ")"), e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void divert(VectorColumns vector, VectorSlot target) {
        diverted = vector;
        slot = target;
    }

    @Override
    public void keep(List<String> names) {
        ColumnTable.super.keep(names);
        withoutVector = true;
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public long bytesRead() {
        return bytes + (groupRows == 0 ? 0 : (long) (groupBytes() * ((double) groupRow / groupRows)));
    }

    private long groupBytes() {
        return groups.get(nextGroup - 1).getColumns().stream().mapToLong(c -> c.getMeta_data().getTotal_compressed_size()).sum();
    }

    @Override
    public int characters() {
        return characters;
    }

    @Override
    public String whereIs() {
        return path + ", row " + row;
    }

    @Override
    public boolean next(String[] target, int offset) {
        row++;
        if (!guarded(whereIs() + ":", this::findGroup)) {
            row--;
            return false;
        }
        return guarded(whereIs() + ":", () -> readRow(target, offset));
    }

    /** Opens the next row group that has rows, if the current one is through. */
    private boolean findGroup() throws IOException {
        while (groupRow == groupRows) {
            if (!nextGroup()) {
                return false;
            }
        }
        if (cursors.length == 0) {
            cursors = new Cursor[columns.size()];
            RowGroup group = groups.get(nextGroup - 1);
            for (int i = 0; i < cursors.length; i++) {
                if (!withoutVector || !diverted.contains(i)) {
                    ParquetSchema.Column column = columns.get(i);
                    String where = path + ", row " + row + ": the column " + Identifier.display(column.name());
                    cursors[i] = new Cursor(column, new ParquetPages(where, channel,
                            group.getColumns().get(column.place()).getMeta_data()));
                }
            }
        }
        return true;
    }

    private boolean nextGroup() {
        bytes = bytesRead();
        cursors = new Cursor[0];
        groupRow = 0;
        groupRows = 0;
        if (nextGroup == groups.size()) {
            return false;
        }
        groupRows = groups.get(nextGroup++).getNum_rows();
        return true;
    }

    private boolean readRow(String[] target, int offset) {
        characters = 0;
        int to = offset;
        for (int i = 0; i < cursors.length; i++) {
            Cursor cursor = cursors[i];
            if (cursor != null && cursor.left == 0) {
                throw new UserException(whereIs() + ": the column " + Identifier.display(header.get(i)) + " has fewer values than rows");
            }
            if (diverted != null && diverted.contains(i)) {
                readVector(cursor);
            } else {
                target[to++] = text(cursor);
            }
        }
        groupRow++;
        return true;
    }

    private void readVector(Cursor cursor) {
        if (cursor == null) {
            return;
        }
        String name = cursor.column.name();
        boolean text = !cursor.column.isList() && !diverted.spread();
        boolean there = !cursor.column.isList()
                || cursor.reader.getCurrentDefinitionLevel() >= cursor.column.listDepth();
        if (slot != null && (!there || text && cursor.isNull())) {
            slot.fail(name, "holds no vector");
        }
        boolean more = true;
        while (more) {
            if (slot == null || !there || text && cursor.isNull()) {
                skip(cursor);
            } else if (text) {
                char[] vector = cursor.value.text(cursor.reader).toCharArray();
                slot.vector(name, vector, 0, vector.length);
            } else if (cursor.isNull()) {
                slot.noNumber(name);
            } else {
                cursor.value.number(cursor.reader, name, slot);
            }
            more = cursor.next();
        }
    }

    private static void skip(Cursor cursor) {
        if (!cursor.isNull()) {
            cursor.reader.skip();
        }
    }

    private String text(Cursor cursor) {
        String text;
        if (cursor.column.isList()) {
            text = listText(cursor);
        } else {
            text = cursor.isNull() ? null : cursor.value.text(cursor.reader);
            cursor.next();
        }
        characters += text == null ? 0 : text.length();
        return text;
    }

    private static String listText(Cursor cursor) {
        int definition = cursor.reader.getCurrentDefinitionLevel();
        if (definition < cursor.column.listDepth()) {
            cursor.next();
            return definition == cursor.column.listDepth() - 1 ? "[]" : null;
        }
        boolean plain = cursor.column.element().getType() != Type.BYTE_ARRAY;
        StringBuilder list = new StringBuilder("[");
        boolean more = true;
        while (more) {
            list.append(list.length() == 1 ? "" : ",");
            String value = cursor.isNull() ? "null" : cursor.value.text(cursor.reader);
            if (plain || cursor.isNull()) {
                list.append(value);
            } else {
                list.append('"').append(JsonStringEncoder.getInstance().quoteAsString(value)).append('"');
            }
            more = cursor.next();
        }
        return list.append(']').toString();
    }

    /** Row groups that are passed over as a whole are not read. */
    @Override
    public long skip(long count) {
        long passed = 0;
        String[] dropped = new String[header.size()];
        while (passed < count) {
            if (groupRow == groupRows && !nextGroup()) {
                break;
            }
            if (groupRow == 0 && groupRows <= count - passed) {
                passed += groupRows;
                row += groupRows;
                groupRow = groupRows;
            } else if (next(dropped, 0)) {
                passed++;
            }
        }
        return passed;
    }

    @Override
    public void close() {
        InputFile.closeQuietly(channel);
    }
}
