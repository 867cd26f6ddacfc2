package io.float2.task;

import io.float2.sql.ServerWords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;

/**
 * Runs a statement, or several, and notes its success in the same transaction: both come about or neither, whatever is killed.
 */
final class SqlRunner {

    private static final int MAX_OUTPUT = 8000;

    private SqlRunner() {}

    /**
     * Returns the end of the attempt that is in the database already.
     *
     * @throws StoppedException when another worker has the instance: the statement is rolled back
     */
    static AttemptEnd run(RunningAttempt attempt) throws SQLException, StoppedException {
        Claim claim = attempt.claim();
        try (Connection connection = attempt.connection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            set(connection, "image_library.parameters", claim.parameters().json());
            set(connection, "image_library.instance_id", String.valueOf(claim.instanceId()));
            set(connection, "image_library.trigger_id", String.valueOf(claim.triggerId()));
            attempt.checkStopped();
            AttemptEnd end = new AttemptEnd(claim, Outcome.SUCCEEDED, null, execute(connection, claim.command().get(0)));
            if (new WorkerCalls(connection).finish(attempt.worker(), List.of(end)).isEmpty()) {
                connection.rollback();
                attempt.stop(StopReason.LOST);
                attempt.checkStopped();
            }
            connection.commit();
            return end;
        }
    }

    private static void set(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config(?, ?, true)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    /** Leaves it to the server where one statement ends and the next begins; returns the first value, or how many rows were written. */
    private static String execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean isResult = statement.unwrap(BaseStatement.class).executeWithFlags(sql, QueryExecutor.QUERY_EXECUTE_AS_SIMPLE);
            if (!isResult) {
                return statement.getUpdateCount() < 0 ? null : statement.getUpdateCount() + " rows";
            }
            try (ResultSet rows = statement.getResultSet()) {
                String value = rows.next() && rows.getMetaData().getColumnCount() > 0 ? rows.getString(1) : null;
                return value == null || value.length() <= MAX_OUTPUT ? value : value.substring(0, MAX_OUTPUT) + "…";
            }
        }
    }

    /** What people read of a failed statement. */
    static String sentence(SQLException failure) {
        return ServerWords.of(failure) + " (SQLSTATE " + failure.getSQLState() + ")";
    }
}
