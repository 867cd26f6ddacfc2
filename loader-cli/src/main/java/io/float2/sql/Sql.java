package io.float2.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements without parameters. */
public final class Sql {

    private Sql() {}

    /** Runs a statement; returns null, so that it can be a call's body. */
    public static Void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        }
    }

    /** The first column of the first row; 0 when it is NULL. */
    public static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The first column of the first row; null when it is NULL or there is no row. */
    public static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** A text as it stands in a statement, where a parameter cannot: backslashes mean themselves, as the server has it by default. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
