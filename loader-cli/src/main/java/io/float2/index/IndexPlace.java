package io.float2.index;

import io.float2.UserException;
import io.float2.sql.Identifier;
import io.float2.sql.TableName;
import io.float2.sql.VectorColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * The name an index gets, and the one it has until it is complete.
 *
 * @param index its name, with the schema of the table, since an index lives beside its table
 * @param buildName differs from the name only when the index takes another's place
 */
record IndexPlace(TableName index, String buildName) {

    /** What the name of an index that is to replace another has in it while it is built. */
    static final String BUILDING = "__building_";

    /** Decides on the names, and checks that nothing else has them. */
    static IndexPlace find(Connection connection, IndexPlan plan, VectorColumn column) throws SQLException {
        TableName table = column.table().name();
        if (plan.replace()) {
            String old = toReplace(connection, plan, column);
            if (old != null) {
                return replacing(table.withName(old));
            }
        }
        if (plan.name() != null) {
            TableName index = table.withName(plan.name());
            if (isTaken(connection, index)) {
                throw new UserException("there is " + Identifier.display(plan.name()) + " already" + (plan.replace()
                        ? ", and it is no " + plan.method() + " index on " + column.displayName()
                        : IndexState.of(connection, index) == IndexState.INVALID
                                ? ", left invalid by an interrupted build; --repair builds it anew"
                                : "; --replace puts the new index in its place"));
            }
            return at(index);
        }
        return at(freeName(connection, table, table.name() + "_" + column.column().name()));
    }

    /** A name that is to be free. */
    static IndexPlace at(TableName index) {
        return new IndexPlace(index, index.name());
    }

    /** A name that another index has until the new one is complete. */
    private static IndexPlace replacing(TableName index) {
        String suffix = BUILDING + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        return new IndexPlace(index, index.withSuffix(suffix).name());
    }

    private static String toReplace(Connection connection, IndexPlan plan, VectorColumn column) throws SQLException {
        List<String> found = new ArrayList<>();
        String sql = """
                SELECT c.relname
                  FROM pg_index AS i
                  JOIN pg_class AS c ON c.oid = i.indexrelid
                  JOIN pg_am AS m ON m.oid = c.relam AND m.amname = ?
                  JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attname = ?
                 WHERE i.indrelid = ?::oid AND (?::text IS NULL OR c.relname = ?)
                 ORDER BY c.relname""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, plan.method());
            statement.setString(2, column.column().name());
            statement.setLong(3, column.table().oid());
            statement.setString(4, plan.name());
            statement.setString(5, plan.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        if (found.size() > 1) {
            throw new UserException(column.displayName() + " has the indexes "
                    + found.stream().map(Identifier::display).collect(Collectors.joining(" and ")) + ": --name says which to replace");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** As the server names an index: with a number when the name is taken. */
    private static TableName freeName(Connection connection, TableName table, String base) throws SQLException {
        for (int number = 0; ; number++) {
            TableName index = table.withName(base).withSuffix("_idx" + (number == 0 ? "" : number));
            if (!isTaken(connection, index)) {
                return index;
            }
        }
    }

    private static boolean isTaken(Connection connection, TableName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, name.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether there is an index of the name to be replaced. */
    boolean replaces() {
        return !index.name().equals(buildName);
    }

    /** The name that it is built under, as it stands in a statement. */
    String quotedBuildName() {
        return index.withName(buildName).quoted();
    }
}
