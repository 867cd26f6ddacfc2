package io.float2.loader.source;

import io.float2.UserException;
import io.float2.sql.Identifier;
import java.util.List;

/**
 * Where the vectors of a file with named columns are.
 *
 * @param from index of the first column
 * @param to index of the last one, too
 * @param spread whether each of these columns has one value of the vector; else the one column has all
 */
record VectorColumns(int from, int to, boolean spread) {

    /** Stands between the first and the last column that have a value each; nothing behind it means the file's last column. */
    static final String RANGE = "..";

    static VectorColumns one(int index) {
        return new VectorColumns(index, index, false);
    }

    /**
     * Looks up what the user has named: {@code embedding}, {@code x1..x128} or {@code x1..}.
     *
     * @throws UserException when there is no such column
     */
    static VectorColumns named(ColumnTable table, String name) {
        int range = name.indexOf(RANGE);
        if (table.header().contains(name) || range < 0) {
            return one(index(table, name));
        }
        int from = index(table, name.substring(0, range));
        String last = name.substring(range + RANGE.length());
        int to = last.isEmpty() ? table.header().size() - 1 : index(table, last);
        if (to < from) {
            throw new UserException("the column " + Identifier.display(last) + " of " + table.path() + " stands before "
                    + Identifier.display(table.header().get(from)) + ", so there is no range " + name);
        }
        return new VectorColumns(from, to, true);
    }

    private static int index(ColumnTable table, String name) {
        int index = table.header().indexOf(name);
        if (index < 0) {
            throw new UserException(table.path() + " has no column " + Identifier.display(name) + "; it has " + table.columnList());
        }
        return index;
    }

    boolean contains(int column) {
        return column >= from && column <= to;
    }

    /** What the vector is called: the column's name, or null for values that are spread. */
    String name(List<String> header) {
        return spread ? null : header.get(from);
    }
}
