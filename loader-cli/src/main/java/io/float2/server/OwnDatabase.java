package io.float2.server;

import io.float2.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The database of a private server that has the extension. */
final class OwnDatabase {

    static final String EXTENSION = "float2";

    /** Those in the database that the server has another version of and knows the way to. */
    private static final String OUTDATED = """
            SELECT name, installed_version, default_version
              FROM pg_available_extensions
             WHERE name IN ('float2', 'float2_java') AND installed_version <> default_version
               AND EXISTS (SELECT FROM pg_extension_update_paths(name)
                            WHERE source = installed_version AND target = default_version AND path IS NOT NULL)
             ORDER BY name""";

    private OwnDatabase() {}

    /**
     * Makes the database and the extension where they are missing, and updates an old one; a first start that was cut short is
     * completed this way.
     */
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
            updateExtensions(connection, report);
        }
    }

    /** The library is the installed version's, so a database that was made with an older one is brought up to it. */
    private static void updateExtensions(Connection connection, Consumer<String> report) throws SQLException {
        Map<String, String> updates = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(OUTDATED)) {
            while (row.next()) {
                updates.put(row.getString(1), "from " + row.getString(2) + " to " + row.getString(3));
            }
        }
        for (Map.Entry<String, String> update : updates.entrySet()) {
            report.accept("updating the extension " + update.getKey() + " " + update.getValue());
            execute(connection, "ALTER EXTENSION " + update.getKey() + " UPDATE");
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
