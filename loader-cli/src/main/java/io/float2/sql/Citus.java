package io.float2.sql;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Citus, which spreads the rows of a table over shards on several servers; the one that is connected to is the coordinator. */
public final class Citus {

    private static final String NODES = """
            SELECT n.nodename || ':' || n.nodeport, r.success, r.result
              FROM run_command_on_all_nodes($$
                   SELECT coalesce((SELECT extversion FROM pg_extension WHERE extname = 'float2'), '')$$, give_warning_for_connection_errors => false) AS r
              JOIN pg_dist_node AS n USING (nodeid)
             ORDER BY n.groupid, n.nodeid""";

    private Citus() {}

    /** Whether the database has it. */
    public static boolean isThere(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM pg_extension WHERE extname = 'citus'") > 0;
    }

    /** Whether the table's rows are in shards. */
    public static boolean isDistributed(Connection connection, long table) throws SQLException {
        return isThere(connection)
                && Sql.number(connection, "SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = " + table + "::oid AND partmethod = 'h'") > 0;
    }

    /** How many shards the table has. */
    public static int shards(Connection connection, long table) throws SQLException {
        return (int) Sql.number(connection, "SELECT count(*) FROM pg_dist_shard WHERE logicalrelid = " + table + "::oid");
    }

    /** What the planner knows of the number of rows, all shards together; negative when that is nothing. */
    public static double estimatedRows(Connection connection, TableName table) throws SQLException {
        String sql = "SELECT sum(CASE WHEN success AND result::float8 >= 0 THEN result::float8 END), count(*) FROM "
                + "run_command_on_shards(to_regclass(?), $$SELECT reltuples FROM pg_class WHERE oid = '%s'::regclass$$) "
                + "HAVING bool_and(success AND result::float8 >= 0)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getDouble(1) : -1;
            }
        }
    }

    /**
     * Checks that tables can be spread over the nodes: there are some, all of them answer, and all have the same float2.
     *
     * @throws UserException when not; the sentence names the node at fault
     */
    public static void requireNodes(Connection connection) throws SQLException {
        if (!isThere(connection)) {
            throw new UserException("the database \"" + connection.getCatalog() + "\" has no extension citus, which tables in shards need: "
                    + "CREATE EXTENSION citus in it and on its other nodes, then SELECT citus_add_node(…) here");
        }
        if (Sql.number(connection, "SELECT count(*) FROM pg_dist_node WHERE isactive AND shouldhaveshards AND noderole = 'primary'") == 0) {
            throw new UserException("the database \"" + connection.getCatalog()
                    + "\" has citus, but no node that takes shards: SELECT citus_add_node('host', port) adds one");
        }
        requireSameExtension(connection);
    }

    /**
     * Checks that all nodes answer and have the version of float2 that this one has.
     *
     * @throws UserException when not; the sentence names the node at fault
     */
    public static void requireSameExtension(Connection connection) throws SQLException {
        List<String[]> nodes = new ArrayList<>();
        String here;
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(NODES)) {
            while (row.next()) {
                if (!row.getBoolean(2)) {
                    throw new UserException("the node " + row.getString(1) + " does not answer: " + String.valueOf(row.getString(3)).strip()
                            .replaceAll("\\s*\\n\\s*", "; "));
                }
                nodes.add(new String[] {row.getString(1), row.getString(3)});
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT extversion FROM pg_extension WHERE extname = 'float2'")) {
            here = row.next() ? row.getString(1) : "";
        }
        for (String[] node : nodes) {
            if (!node[1].equals(here)) {
                throw new UserException("the node " + node[0] + " has " + (node[1].isEmpty() ? "no extension float2" : "float2 " + node[1])
                        + ", but the coordinator has " + (here.isEmpty() ? "none" : here) + ": "
                        + (node[1].isEmpty() ? "CREATE EXTENSION float2 CASCADE" : "ALTER EXTENSION float2 UPDATE")
                        + " there makes them the same, with SET citus.enable_ddl_propagation = off before it");
            }
        }
    }
}
