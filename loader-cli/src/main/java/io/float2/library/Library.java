package io.float2.library;

import io.float2.UserException;
import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What all parts of the library need of its database. */
final class Library {

    private Library() {}

    /**
     * Opens a connection to a library; joins go bucket by bucket on it.
     *
     * @throws UserException when the library is not in the database
     */
    static Connection open(ConnectionSource connections) throws SQLException {
        Connection connection = connections.open();
        try {
            requireInstalled(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET enable_partitionwise_join = on; SET enable_partitionwise_aggregate = on");
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** @throws UserException when the library is not in the database */
    static void requireInstalled(Connection connection) throws SQLException {
        if (!isInstalled(connection)) {
            throw new UserException("the image library is not in this database; `float2 library init` puts it there");
        }
    }

    /** @throws UserException when the library lacks what imports of this program need */
    static void requireCurrent(Connection connection) throws SQLException {
        if (number(connection, "SELECT count(to_regclass('image_library.list_segment'))") == 0) {
            throw new UserException("the image library in this database was made by an older float2; `float2 library init` brings it up to date");
        }
    }

    /** Whether the tables are there, for whoever asks: a role that may not use the schema is told no more. */
    static boolean isInstalled(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
                + "WHERE n.nspname = 'image_library' AND c.relname = 'asset'") > 0;
    }

    /** The first value of the first row. */
    static long number(Connection connection, String query, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
