package io.float2.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The advisory lock on an import's id, which one session holds at a time. It ends with the session. */
final class ImportLock {

    private static final String KEY = "hashtextextended('float2 load ' || ?, 0)";

    private static final String HOLDER = """
            SELECT pid FROM pg_locks
             WHERE locktype = 'advisory' AND granted AND objsubid = 1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND (classid::bigint << 32) | objid::bigint = %s""".formatted(KEY);

    private ImportLock() {}

    /** Takes the lock for the connection's session; returns whether it was to be had. */
    static boolean take(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(" + KEY + ")")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** The process of the server that holds the lock, if one does. */
    static Optional<Integer> holder(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }
}
