package io.float2.index;

import io.float2.UserException;
import io.float2.sql.Citus;
import io.float2.sql.ServerWords;
import io.float2.sql.Sql;
import io.float2.sql.TableInfo;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an index asks of its table. */
final class Tables {

    private static final Pattern PLANNED_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

    private Tables() {}

    /** @throws UserException when there is none of the name, or it is nothing that has indexes */
    static TableInfo require(Connection connection, TableName name) throws SQLException {
        TableInfo table = TableInfo.require(connection, name);
        if (table.kind() != 'r' && table.kind() != 'p' && table.kind() != 'm') {
            throw new UserException(name + " is not a table");
        }
        return table;
    }

    /**
     * How many rows fulfil a condition, as the planner thinks; this also finds out whether the condition can be understood.
     *
     * @param condition null: all rows
     * @throws UserException when the server does not understand it
     */
    static long rows(Connection connection, TableInfo table, String condition) throws SQLException {
        if (Citus.isDistributed(connection, table.oid())) {
            // The coordinator has no rows of its own to estimate from.
            double estimate = condition == null ? Citus.estimatedRows(connection, table.name()) : -1;
            explain(connection, table, condition == null ? "" : "WHERE (" + condition + "\n)", "the condition " + condition);
            return estimate >= 0 ? Math.round(estimate) : Sql.number(connection, "SELECT count(*) FROM " + table.name().quoted()
                    + (condition == null ? "" : " WHERE (" + condition + "\n)"));
        }
        if (condition == null) {
            return table.estimatedRows() >= 0 ? Math.round(table.estimatedRows())
                    : Sql.number(connection, "SELECT count(*) FROM " + table.name().quoted());
        }
        String plan = explain(connection, table, "WHERE (" + condition + "\n)", "the condition " + condition);
        Matcher rows = PLANNED_ROWS.matcher(plan);
        return rows.find() ? Long.parseLong(rows.group(1)) : 0;
    }

    /**
     * Finds out whether the server understands a part of a statement on a table.
     *
     * @param what names that part for the message
     * @return the plan as JSON
     */
    static String explain(Connection connection, TableInfo table, String clause, String what) throws SQLException {
        String sql = "EXPLAIN (FORMAT JSON) SELECT 1 FROM " + table.name().quoted() + " " + clause;
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("42") || state.startsWith("22")) {
                throw new UserException(what + " does not fit the table " + table.displayName() + ": " + ServerWords.of(e), e);
            }
            throw e;
        }
    }

    /** How many shards Citus keeps the table in; 0 when it is on this server. */
    static int shards(Connection connection, TableName name) throws SQLException {
        long oid = TableInfo.require(connection, name).oid();
        return Citus.isDistributed(connection, oid) ? Citus.shards(connection, oid) : 0;
    }

    /** The bytes of an index and all its partitions or shards, 0 when there is none. */
    static long indexBytes(Connection connection, IndexTask task) throws SQLException {
        TableName index = task.index();
        if (shards(connection, task.table()) > 0) {
            return IndexState.of(connection, index) == IndexState.MISSING ? 0
                    : ShardBuilds.bytes(connection, task.table().quoted(), index.quoted());
        }
        String sql = "SELECT coalesce(nullif(sum(pg_relation_size(t.relid)), 0), pg_relation_size(i.oid)) FROM pg_class AS i "
                + "LEFT JOIN LATERAL pg_partition_tree(i.oid) AS t ON true WHERE i.oid = to_regclass(?) GROUP BY i.oid";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, index.quoted());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
