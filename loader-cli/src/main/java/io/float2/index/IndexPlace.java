package io.float2.index;

import io.float2.UserException;
import io.float2.sql.Identifier;
import io.float2.sql.TableName;
import io.float2.sql.VectorColumn;
import java.nio.charset.StandardCharsets;
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
 * @param schema of the table, since an index lives beside its table
 * @param buildName differs from the name only when the index takes another's place
 */
record IndexPlace(String schema, String name, String buildName) {

    /** Decides on the names, and checks that nothing else has them. */
    static IndexPlace find(Connection connection, IndexPlan plan, VectorColumn column) throws SQLException {
        String schema = column.table().name().schema();
        if (plan.replace()) {
            String old = toReplace(connection, plan, column);
            if (old != null) {
                String suffix = "__building_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
                return new IndexPlace(schema, old, shortened(old, suffix));
            }
        }
        if (plan.name() != null) {
            if (isTaken(connection, schema, plan.name())) {
                throw new UserException("there is " + Identifier.display(plan.name()) + " already" + (plan.replace()
                        ? ", and it is no " + plan.method() + " index on " + column.displayName()
                        : "; --replace puts the new index in its place"));
            }
            return new IndexPlace(schema, plan.name(), plan.name());
        }
        String name = freeName(connection, schema, column.table().name().name() + "_" + column.column().name());
        return new IndexPlace(schema, name, name);
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
    private static String freeName(Connection connection, String schema, String base) throws SQLException {
        for (int number = 0; ; number++) {
            String name = shortened(base, "_idx" + (number == 0 ? "" : number));
            if (!isTaken(connection, schema, name)) {
                return name;
            }
        }
    }

    private static String shortened(String base, String suffix) {
        String name = base;
        while ((name + suffix).getBytes(StandardCharsets.UTF_8).length > Identifier.MAX_BYTES) {
            name = name.substring(0, name.length() - 1);
        }
        return name + suffix;
    }

    private static boolean isTaken(Connection connection, String schema, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, new TableName(schema, name).quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether there is an index of the name to be replaced. */
    boolean replaces() {
        return !name.equals(buildName);
    }

    /** One of the two names as it stands in a statement. */
    String quoted(String either) {
        return new TableName(schema, either).quoted();
    }

    /** The index's name for people. */
    String display() {
        return "public".equals(schema) ? Identifier.display(name) : new TableName(schema, name).toString();
    }
}
