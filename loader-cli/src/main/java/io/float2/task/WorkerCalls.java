package io.float2.task;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The functions that workers call, on a connection. */
final class WorkerCalls {

    /** What the functions raise when the worker, or its attempt, is not current. */
    private static final String NOT_CURRENT = "55000";

    private final Connection connection;

    WorkerCalls(Connection connection) {
        this.connection = connection;
    }

    long beginWorker(String host, long process, WorkerSettings settings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT image_library.begin_worker(?, ?, ?, ? * interval '1 ms')")) {
            statement.setString(1, host);
            statement.setLong(2, process);
            statement.setInt(3, settings.slots());
            statement.setLong(4, settings.heartbeatTimeout().toMillis());
            return number(statement);
        }
    }

    void endWorker(long worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT image_library.end_worker(?)")) {
            statement.setLong(1, worker);
            statement.execute();
        }
    }

    List<Claim> claim(long worker, int most, WorkerSettings settings) throws SQLException, WorkerLostException {
        List<Claim> claims = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM image_library.claim(?, ?, ?, ?)")) {
            statement.setLong(1, worker);
            statement.setInt(2, most);
            statement.setArray(3, texts(settings.kinds().stream().map(InstanceKind::word).toList()));
            statement.setArray(4, texts(settings.groups()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    claims.add(new Claim(rows.getLong("instance_id"), rows.getLong("trigger_id"), rows.getString("name"),
                            InstanceKind.of(rows.getString("kind")), List.of((String[]) rows.getArray("command").getArray()),
                            Parameters.parse(rows.getString("parameters")), rows.getInt("attempt")));
                }
            }
        } catch (SQLException e) {
            throw unlessLost(e);
        }
        return claims;
    }

    /** Comes first in a transaction that both finishes and claims, so that all transactions lock in the same order. */
    void lockWorker(long worker) throws SQLException, WorkerLostException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT image_library.lock_worker(?)")) {
            statement.setLong(1, worker);
            statement.execute();
        } catch (SQLException e) {
            throw unlessLost(e);
        }
    }

    /** Returns the instances whose end was taken down; the others are not the worker's any more. */
    Set<Long> finish(long worker, List<AttemptEnd> ends) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT image_library.finish(?, ARRAY(
                    SELECT (i, a, o, e, p)::image_library.attempt_end
                      FROM unnest(?::bigint[], ?::integer[], ?::text[], ?::text[], ?::text[]) AS u (i, a, o, e, p)))
                """)) {
            statement.setLong(1, worker);
            statement.setArray(2, connection.createArrayOf("bigint", ends.stream().map(AttemptEnd::instanceId).toArray()));
            statement.setArray(3, connection.createArrayOf("integer", ends.stream().map(AttemptEnd::attempt).toArray()));
            statement.setArray(4, connection.createArrayOf("text", ends.stream().map(end -> end.outcome().word()).toArray()));
            statement.setArray(5, connection.createArrayOf("text", ends.stream().map(AttemptEnd::error).toArray()));
            statement.setArray(6, connection.createArrayOf("text", ends.stream().map(AttemptEnd::output).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new HashSet<>(Arrays.asList((Long[]) row.getArray(1).getArray()));
            }
        }
    }

    /** Tells that the worker is alive and how far its attempts are; returns what it holds. */
    List<Held> heartbeat(long worker, Collection<RunningAttempt> attempts) throws SQLException, WorkerLostException {
        List<Held> held = new ArrayList<>();
        List<RunningAttempt> reporting = attempts.stream().filter(attempt -> attempt.done() != null).toList();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM image_library.heartbeat(?, ?, ?, ?)")) {
            statement.setLong(1, worker);
            statement.setArray(2, connection.createArrayOf("bigint", reporting.stream().map(RunningAttempt::instanceId).toArray()));
            statement.setArray(3, connection.createArrayOf("bigint", reporting.stream().map(RunningAttempt::done).toArray()));
            statement.setArray(4, connection.createArrayOf("bigint", reporting.stream().map(RunningAttempt::total).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    held.add(new Held(rows.getLong(1), rows.getInt(2), rows.getBoolean(3)));
                }
            }
        } catch (SQLException e) {
            throw unlessLost(e);
        }
        return held;
    }

    /** Makes what lost workers held ready for others; returns how many workers were found lost. */
    long takeOver() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT image_library.take_over()")) {
            return number(statement);
        }
    }

    /**
     * What the upkeep has deleted.
     *
     * @param triggers trigger records
     * @param workers rows of workers
     */
    record Forgotten(long triggers, long workers) {

        boolean isAny() {
            return triggers + workers > 0;
        }
    }

    /** Deletes some of what is kept no longer; nothing while another worker does it. */
    Forgotten doUpkeep(long instances) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT triggers, workers FROM image_library.do_upkeep(?)")) {
            statement.setLong(1, instances);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Forgotten(row.getLong(1), row.getLong(2)) : new Forgotten(0, 0);
            }
        }
    }

    /** Whether an instance runs anywhere, or could. Asked in the order of an index, so that none that has ended is looked at. */
    boolean isAnythingLeft() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT num_nonnulls((SELECT id FROM image_library.instance WHERE state = 'ready' ORDER BY group_name, id LIMIT 1),
                                    (SELECT id FROM image_library.instance WHERE worker_id IS NOT NULL ORDER BY worker_id LIMIT 1))
                """)) {
            return number(statement) > 0;
        }
    }

    List<Long> addInstances(Claim by, String instances) throws SQLException, StoppedException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT image_library.add_instances(?, ?, ?::jsonb)")) {
            statement.setLong(1, by.instanceId());
            statement.setInt(2, by.attempt());
            statement.setString(3, instances);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return List.of((Long[]) row.getArray(1).getArray());
            }
        } catch (SQLException e) {
            if (NOT_CURRENT.equals(e.getSQLState())) {
                throw new StoppedException(by + " is not the worker's any more");
            }
            throw e;
        }
    }

    private java.sql.Array texts(List<String> values) throws SQLException {
        return values.isEmpty() ? null : connection.createArrayOf("text", values.toArray());
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static SQLException unlessLost(SQLException e) throws WorkerLostException {
        if (NOT_CURRENT.equals(e.getSQLState())) {
            throw new WorkerLostException(e);
        }
        return e;
    }
}
