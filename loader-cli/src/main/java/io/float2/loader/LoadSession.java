package io.float2.loader;

import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens connections for work that takes its time and ends as a whole. */
final class LoadSession {

    /**
     * A role's or database's time limits are meant for its users' queries. The ledger is written by several connections, which must see
     * each other's last word. The temporary table of {@link StagedCopier} is to stay in memory, and statements that are run a few times
     * are not worth compiling.
     */
    private static final String SETTINGS = """
            SELECT set_config(name, value, false)
              FROM (VALUES ('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),
                           ('idle_session_timeout', '0'), ('transaction_timeout', '0'),
                           ('default_transaction_isolation', 'read committed'), ('temp_buffers', '32MB'), ('jit', 'off'))
                   AS wanted(name, value)
              JOIN pg_settings USING (name)""";

    private LoadSession() {}

    /** A connection without time limits, outside autocommit mode: its first statement begins a transaction. */
    static Connection open(ConnectionSource connections) throws SQLException {
        Connection connection = openForSingleStatements(connections);
        connection.setAutoCommit(false);
        return connection;
    }

    /** A connection without time limits in autocommit mode. */
    static Connection openForSingleStatements(ConnectionSource connections) throws SQLException {
        Connection connection = connections.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
