package io.float2.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The schema with what the command keeps about a database: tables that are made when they are first used. */
public final class AdminSchema {

    /** Its name, which needs no quotes. */
    public static final String NAME = "float2_admin";

    private static final int ATTEMPTS = 5;

    /** Another session, with another lock or none, made the same thing at the same time. */
    private static final Set<String> RACES = Set.of("23505", "42P06", "42P07", "XX000");

    private AdminSchema() {}

    /**
     * Whether a table is there.
     *
     * @param table with the schema, as it stands in a statement
     */
    public static boolean has(Connection connection, String table) throws SQLException {
        return Sql.number(connection, "SELECT count(to_regclass(" + Sql.literal(table) + "))") > 0;
    }

    /**
     * Makes tables unless they are there, and the schema with them, in a transaction on a connection in autocommit mode. Any number of
     * sessions may call it at once.
     *
     * @param last of the tables, which tells that all are there
     * @param statements that make them
     */
    public static void ensure(Connection connection, String last, String... statements) throws SQLException {
        for (int attempt = 1; !has(connection, last); attempt++) {
            try {
                create(connection, statements);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !RACES.contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private static void create(Connection connection, String[] statements) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL client_min_messages = warning");
            // IF NOT EXISTS alone does not keep two sessions from making the same thing at once.
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('" + NAME + "', 0))");
            // Who may not make schemas may still make tables in one that is there, and its comment is its owner's.
            if (Sql.number(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = '" + NAME + "'") == 0) {
                statement.execute("CREATE SCHEMA " + NAME);
                statement.execute("COMMENT ON SCHEMA " + NAME + " IS 'bookkeeping of the command float2'");
            }
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            rollback(connection, e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollback(Connection connection, SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
