package io.float2.task;

import io.float2.UserException;
import io.float2.loader.TransientFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Triggers what is due. Every worker looks; a task that one is at is left out by the others, and a time in a schedule triggers once.
 * Times that passed while no worker ran are made up for by one trigger, for the last of them. A task that cannot be triggered is paused.
 */
final class Clock {

    private Clock() {}

    /** Triggers what is due by the server's clock; returns a line for the log on each trigger. */
    static List<String> tick(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        connection.setAutoCommit(false);
        try {
            for (Due due : due(connection)) {
                tickOrPause(connection, due, lines);
            }
            connection.commit();
        } finally {
            if (!connection.isClosed()) {
                // Rolls back what was not committed.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        return lines;
    }

    /** What cannot be triggered must not keep the others from it. */
    private static void tickOrPause(Connection connection, Due due, List<String> lines) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            tick(connection, due, lines);
        } catch (SQLException e) {
            if (TransientFailure.is(e)) {
                throw e;
            }
            connection.rollback(before);
            pause(connection, due, SqlRunner.sentence(e), lines);
        }
    }

    private static void tick(Connection connection, Due due, List<String> lines) throws SQLException {
        Instant dueAt = due.nextDue();
        Instant next = null;
        if (due.cron() != null) {
            try {
                CronSchedule schedule = CronSchedule.parse(due.cron(), due.timeZone());
                next = schedule.after(due.now()).orElse(null);
                if (dueAt != null) {
                    dueAt = schedule.upTo(due.now()).filter(dueAt::isBefore).orElse(dueAt);
                }
                if (next == null) {
                    throw new UserException("\"" + due.cron() + "\" never comes again");
                }
            } catch (UserException e) {
                pause(connection, due, e.getMessage(), lines);
                return;
            }
        }
        Long trigger = call(connection, "SELECT image_library.trigger_due(?, ?, ?)", due.task(), timestamp(dueAt), timestamp(next));
        if (trigger != null) {
            lines.add("task " + due.task() + " was due at " + dueAt + ": trigger " + trigger);
        }
    }

    private static void pause(Connection connection, Due due, String reason, List<String> lines) throws SQLException {
        call(connection, "SELECT image_library.fail_schedule(?, ?)", due.task(), reason);
        lines.add("task " + due.task() + " is paused: " + reason);
    }

    private static List<Due> due(Connection connection) throws SQLException {
        List<Due> tasks = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM image_library.due_tasks()");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Timestamp nextDue = rows.getTimestamp("next_due");
                tasks.add(new Due(rows.getLong("task_id"), rows.getString("cron"), rows.getString("time_zone"),
                        nextDue == null ? null : nextDue.toInstant(), rows.getTimestamp("at").toInstant()));
            }
        }
        return tasks;
    }

    private static Long call(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    statement.setTimestamp(i + 1, null);
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(1) instanceof Long number ? number : null;
            }
        }
    }

    private static Timestamp timestamp(Instant moment) {
        return moment == null ? null : Timestamp.from(moment);
    }

    private record Due(long task, String cron, String timeZone, Instant nextDue, Instant now) {}
}
