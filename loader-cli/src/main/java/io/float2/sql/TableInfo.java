package io.float2.sql;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the catalog says about a table.
 *
 * @param name with its schema
 * @param kind as in pg_class: r table, p partitioned table, f foreign table, v view, m materialized view
 * @param estimatedRows as of the last VACUUM or ANALYZE; negative when there has been none
 */
public record TableInfo(long oid, TableName name, char kind, double estimatedRows, List<ColumnInfo> columns) {

    private static final String FIND = """
            SELECT c.oid, n.nspname, c.relname, c.relkind,
                   CASE WHEN c.relkind = 'p'
                        THEN (SELECT sum(p.reltuples) FROM pg_partition_tree(c.oid) AS t
                                JOIN pg_class AS p ON p.oid = t.relid WHERE t.isleaf)
                        ELSE c.reltuples END
              FROM pg_class AS c
              JOIN pg_namespace AS n ON n.oid = c.relnamespace
             WHERE c.oid = to_regclass(?)""";

    private static final String COLUMNS = """
            WITH RECURSIVE base(attnum, type) AS (
                SELECT attnum, atttypid FROM pg_attribute WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
                 UNION ALL
                SELECT base.attnum, d.typbasetype FROM base JOIN pg_type AS d ON d.oid = base.type WHERE d.typtype = 'd'
            )
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), r.proname,
                   CASE WHEN r.proname = 'array_recv' THEN e.oid::int4 ELSE 0 END,
                   CASE WHEN r.proname = 'array_recv' THEN e.typname END, e.typlen,
                   a.attnotnull, a.attgenerated <> '' OR a.attidentity = 'a', a.attstorage
              FROM base
              JOIN pg_attribute AS a ON a.attrelid = ?::oid AND a.attnum = base.attnum
              JOIN pg_type AS t ON t.oid = base.type AND t.typtype <> 'd'
              JOIN pg_proc AS r ON r.oid = t.typreceive
              LEFT JOIN pg_type AS e ON e.oid = t.typelem
             ORDER BY a.attnum""";

    /** Looks a table up; empty when there is none of that name, or the search path does not show it. */
    public static Optional<TableInfo> find(Connection connection, TableName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, name.quoted());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long oid = row.getLong(1);
                TableName found = new TableName(row.getString(2), row.getString(3));
                return Optional.of(new TableInfo(
                        oid, found, row.getString(4).charAt(0), row.getDouble(5), readColumns(connection, oid)));
            }
        }
    }

    /**
     * Looks a table up that has to be there.
     *
     * @throws UserException when there is none; the sentence names the database
     */
    public static TableInfo require(Connection connection, TableName name) throws SQLException {
        Optional<TableInfo> table = find(connection, name);
        if (table.isEmpty()) {
            throw new UserException("there is no table " + name + " in the database \"" + connection.getCatalog() + "\"");
        }
        return table.get();
    }

    /** The column of that name, if there is one. */
    public Optional<ColumnInfo> column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /**
     * The column of that name.
     *
     * @throws UserException when there is none; the sentence lists those there are
     */
    public ColumnInfo requireColumn(String column) {
        return column(column).orElseThrow(() -> new UserException(
                "the table " + displayName() + " has no column " + Identifier.display(column) + "; it has " + columnList()));
    }

    /** The columns that hold vectors. A smallint[] can hold anything, so it is one only where it is named. */
    public List<ColumnInfo> vectorColumns() {
        return columns.stream().filter(c -> c.vectorType() != null && c.vectorType().isFloat()).toList();
    }

    /** The columns' names for a message. */
    public String columnList() {
        return columns.stream().map(c -> Identifier.display(c.name())).collect(Collectors.joining(", "));
    }

    /** The name for a message: without the schema where that is the usual one. */
    public String displayName() {
        return name.display();
    }

    private static List<ColumnInfo> readColumns(Connection connection, long oid) throws SQLException {
        List<ColumnInfo> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            statement.setLong(2, oid);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(new ColumnInfo(
                            row.getString(1), row.getString(2), row.getString(3), row.getInt(4),
                            vectorType(row.getString(3), row.getString(5), row.getInt(6)),
                            row.getBoolean(7), row.getBoolean(8), row.getString(9).charAt(0)));
                }
            }
        }
        return List.copyOf(columns);
    }

    /** Extensions may live in any schema, so their types are known by name and length, or by the function that reads them. */
    private static VectorType vectorType(String receive, String element, int length) {
        for (VectorType type : VectorType.values()) {
            boolean found = type.isArray() ? type.elementName().equals(element) && type.elementBytes() == length
                    : receive.equals(type.elementName() + "_recv");
            if (found) {
                return type;
            }
        }
        return null;
    }
}
