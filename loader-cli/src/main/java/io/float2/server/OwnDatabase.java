package io.float2.server;

import io.float2.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/** The database of a private server that has the extension. */
final class OwnDatabase {

    static final String EXTENSION = "float2";

    private OwnDatabase() {}

    /** Makes the database and the extension where they are missing; a first start that was cut short is completed this way. */
    static void ensure(ConnectionTarget target, Consumer<String> report) throws SQLException {
        try (Connection connection = target.withDatabase("postgres").open()) {
            if (!exists(connection, "SELECT FROM pg_database WHERE datname = ?", target.database())) {
                report.accept("making the database " + target.database());
                execute(connection, "CREATE DATABASE " + ConnectionFile.DATABASE);
            }
        }
        try (Connection connection = target.open()) {
            if (!exists(connection, "SELECT FROM pg_extension WHERE extname = ?", EXTENSION)) {
                report.accept("adding the extension " + EXTENSION + " to it");
                execute(connection, "CREATE EXTENSION " + EXTENSION + " CASCADE");
            }
        }
    }

    static String serverVersion(ConnectionTarget target) throws SQLException {
        try (Connection connection = target.open()) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
