package io.float2.connect;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** Whether the extension float2 is there to be used. */
public final class Extension {

    private static final String STATE = """
            SELECT current_database(),
                   (SELECT extversion FROM pg_extension WHERE extname = 'float2'),
                   (SELECT default_version FROM pg_available_extensions WHERE name = 'float2')""";

    private Extension() {}

    /**
     * Checks that the connection's database has the extension.
     *
     * @return the installed version
     * @throws UserException when it has not; the sentence says how to get it
     */
    public static String require(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String installed = row.getString(2);
            if (installed != null) {
                return installed;
            }
            String database = row.getString(1);
            throw new UserException(row.getString(3) != null
                    ? "the database \"" + database + "\" has no float2 extension: run CREATE EXTENSION float2 CASCADE in it"
                    : "the database \"" + database + "\" has no float2 extension and its server has none to offer: "
                            + "run bin/setup on the server's machine, then CREATE EXTENSION float2 CASCADE in the database");
        }
    }

    /**
     * As {@link #require(Connection)}, and the extension must have what came with a version.
     *
     * @param purpose what needs it, as the beginning of the sentence
     * @throws UserException when it is not there, or older; the sentence says how to get it
     */
    public static void require(Connection connection, String version, String purpose) throws SQLException {
        String installed = require(connection);
        if (compare(installed, version) < 0) {
            throw new UserException(purpose + " needs the extension float2 " + version + " or newer, and the database \""
                    + connection.getCatalog() + "\" has " + installed + ": run ALTER EXTENSION float2 UPDATE in it"
                    + " (bin/setup on the server's machine brings the new version)");
        }
    }

    /** Versions are numbers with points between them. */
    private static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\D+")).filter(part -> !part.isEmpty()).mapToInt(Integer::parseInt).toArray();
    }
}
