package io.float2.loader;

import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens connections for work that takes its time and ends as a whole. */
final class LoadSession {

    /**
     * A role's or database's time limits are meant for its users' queries. Connections of one load wait for each other between
     * their COPY and their COMMIT, too.
     */
    private static final String NO_TIME_LIMITS = """
            SELECT set_config(name, '0', false) FROM pg_settings
             WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')""";

    private LoadSession() {}

    /** A connection without time limits, outside autocommit mode: its first statement begins a transaction. */
    static Connection open(ConnectionSource connections) throws SQLException {
        Connection connection = connections.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute(NO_TIME_LIMITS);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
