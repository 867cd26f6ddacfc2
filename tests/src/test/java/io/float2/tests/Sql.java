package io.float2.tests;

import io.float2.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements run for a test on a connection of their own, separated by semicolons. */
final class Sql {

    private Sql() {}

    /** The first value of the last result, null for SQL's NULL and when there is no result; fails when it has no row. */
    static String lastValue(ConnectionTarget target, String statements) throws SQLException {
        List<String> values = lastValues(target, statements);
        if (values == null) {
            return null;
        }
        if (values.isEmpty()) {
            throw new AssertionError("no row from: " + statements);
        }
        return values.get(0);
    }

    /** The first column of the last result, null when no statement returns rows. */
    static List<String> lastValues(ConnectionTarget target, String statements) throws SQLException {
        try (Connection connection = target.open(); Statement statement = connection.createStatement()) {
            List<String> values = null;
            boolean isResult = statement.execute(statements);
            while (isResult || statement.getUpdateCount() != -1) {
                if (isResult) {
                    values = firstColumn(statement);
                }
                isResult = statement.getMoreResults();
            }
            return values;
        }
    }

    private static List<String> firstColumn(Statement statement) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
