package io.float2.index;

import io.float2.sql.ConnectionSource;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Connections set up for builds. */
final class BuildSession {

    private static final String NO_LIMITS = """
            SELECT set_config(name, '0', false) FROM pg_settings
             WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_session_timeout')""";

    /** The server looks whether the command still lives: a build whose command was killed ends soon, too. */
    private static final String NOTICE_DEATH = "SELECT set_config('client_connection_check_interval', '2s', false)";

    /** Some systems cannot tell that a connection is dead, and refuse. */
    private static final String INVALID_VALUE = "22023";

    private BuildSession() {}

    static Connection open(ConnectionSource connections) throws SQLException {
        Connection connection = connections.open();
        try {
            Sql.execute(connection, NO_LIMITS);
            noticeDeath(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** As many workers for each of several builds that they are no more than one build may have. */
    static void shareWorkers(Connection connection, int jobs) throws SQLException {
        String sql = "SELECT set_config('max_parallel_maintenance_workers', "
                + "greatest(0, (current_setting('max_parallel_maintenance_workers')::int + 1) / ? - 1)::text, false)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, jobs);
            statement.execute();
        }
    }

    private static void noticeDeath(Connection connection) throws SQLException {
        try {
            Sql.execute(connection, NOTICE_DEATH);
        } catch (SQLException e) {
            if (!INVALID_VALUE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
