package io.float2.sql;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A column of a table that holds vectors. */
public record VectorColumn(TableInfo table, ColumnInfo column) {

    /** As in halfvec(128). */
    private static final Pattern DECLARED = Pattern.compile("\\((\\d{1,6})\\)$");

    private static final String INDEX_DIMENSION = """
            SELECT a.atttypmod
              FROM pg_index AS i
              JOIN pg_class AS c ON c.oid = i.indexrelid
              JOIN pg_am AS m ON m.oid = c.relam AND m.amname IN ('ann', 'ann_ivfflat')
              JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = 1
              JOIN pg_attribute AS t ON t.attrelid = i.indrelid AND t.attnum = i.indkey[0]
             WHERE i.indrelid = ?::oid AND t.attname = ? AND a.atttypmod > 0
             LIMIT 1""";

    /**
     * Looks a column up.
     *
     * @throws UserException when table or column are not there, or the column holds no vectors
     */
    public static VectorColumn require(Connection connection, ColumnName name) throws SQLException {
        TableInfo table = TableInfo.require(connection, name.table());
        ColumnInfo column = table.requireColumn(name.column());
        if (column.vectorType() == null || !column.vectorType().isArray() || !column.vectorType().isFloat()) {
            throw new UserException("the column " + name + " is of type " + column.typeName()
                    + ", but vectors are float2[] or float4[]");
        }
        return new VectorColumn(table, column);
    }

    /** The length of the vectors: as an ann index has it, else as the first row has it; empty when there is neither. */
    public OptionalInt dimension(Connection connection) throws SQLException {
        OptionalInt ofIndex = dimensionOfIndex(connection);
        return ofIndex.isPresent() ? ofIndex : dimensionOfRows(connection);
    }

    /** The length that an ann index on the column was built for; empty when there is no such index. */
    public OptionalInt dimensionOfIndex(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INDEX_DIMENSION)) {
            statement.setLong(1, table.oid());
            statement.setString(2, column.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    /** The length of the first row's vector, or the one that pgvector's type is declared with; empty when there is none. */
    public OptionalInt dimensionOfRows(Connection connection) throws SQLException {
        if (!column.vectorType().isArray()) {
            Matcher declared = DECLARED.matcher(column.typeName());
            return declared.find() ? OptionalInt.of(Integer.parseInt(declared.group(1))) : OptionalInt.empty();
        }
        String sql = "SELECT cardinality(" + quoted() + ") FROM " + table.name().quoted() + " WHERE " + quoted()
                + " IS NOT NULL LIMIT 1";
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
        }
    }

    /** The column's name as it stands in a statement. */
    public String quoted() {
        return Identifier.quote(column.name());
    }

    /** Table and column for a message. */
    public String displayName() {
        return table.displayName() + "." + Identifier.display(column.name());
    }
}
