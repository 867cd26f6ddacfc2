package io.float2.index;

import io.float2.progress.Progress;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The right to build or remove one index, which one session of the database has at a time. The server takes it back when the session
 * ends: whoever holds it is still at work, also when the command that began it has been killed.
 */
final class BuildLock {

    /** Tells these advisory locks from others. */
    private static final int CLASS = 0x666c3269;

    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final String HOLDER = """
            SELECT pid FROM pg_locks
             WHERE locktype = 'advisory' AND classid = ?::int8::oid AND objid = (hashtext(?)::int8 & 4294967295)::oid AND granted
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    private BuildLock() {}

    /** Takes the lock until the connection is closed, and waits for whoever has it. */
    static void take(Connection connection, TableName index, Progress progress) throws SQLException, InterruptedException {
        // To wait inside the server would keep a snapshot, which a concurrent build in turn waits for.
        for (boolean told = false; !tryTake(connection, index); told = true) {
            if (!told) {
                progress.note("waiting for the server process " + holder(connection, index) + ", which is still at work on "
                        + index.display());
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static boolean tryTake(Connection connection, TableName index) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(?))")) {
            statement.setInt(1, CLASS);
            statement.setString(2, index.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static String holder(Connection connection, TableName index) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
            statement.setLong(1, CLASS);
            statement.setString(2, index.quoted());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "that has just ended";
            }
        }
    }
}
