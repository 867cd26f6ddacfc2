package io.float2.task;

import io.float2.UserException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The scheduler in a database, as people use it. What is not there, or cannot be done in its state, comes back as the server's error:
 * P0002, 55000 or 55006.
 */
public final class Tasks {

    private final Connection connection;

    /** @throws UserException when the database has no scheduler */
    public Tasks(Connection connection) throws SQLException {
        requireInstalled(connection);
        this.connection = connection;
    }

    static void requireInstalled(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass('image_library.instance') IS NOT NULL");
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new UserException("the image library, which tasks belong to, is not in this database; `float2 library init` puts it there");
            }
        }
    }

    /** Makes a task of steps in JSON, as {@code image_library.parse_instances} reads them. */
    public long create(String name, String steps, String type, Parameters parameters, String cron, String timeZone, Instant at)
            throws SQLException {
        if (cron != null) {
            CronSchedule.parse(cron, timeZone);
        }
        return number("SELECT image_library.create_task(?, ?::jsonb, ?, ?::jsonb, ?, ?, ?)",
                name, steps, type, parameters.json(), cron, timeZone, timestamp(at));
    }

    /** Changes when a task is triggered: by cron, at a time, or by hand when both are null. */
    public void schedule(String task, String cron, String timeZone, Instant at) throws SQLException {
        if (cron != null) {
            CronSchedule.parse(cron, timeZone);
        }
        call("SELECT image_library.set_schedule(?, ?, ?, ?)", task, cron, timeZone, timestamp(at));
    }

    public void pause(String task) throws SQLException {
        call("SELECT image_library.pause_task(?)", task);
    }

    public void resume(String task) throws SQLException {
        call("SELECT image_library.resume_task(?)", task);
    }

    /** Deletes a task with all its history. */
    public void delete(String task) throws SQLException {
        call("SELECT image_library.delete_task(?)", task);
    }

    /** @param maxRunning null for no limit */
    public void setGroupLimit(String group, Integer maxRunning) throws SQLException {
        call("SELECT image_library.set_group_limit(?, ?)", group, maxRunning);
    }

    /**
     * Says how long trigger records are kept after their end.
     *
     * @param task null for all tasks for which nothing else is said
     * @param days null for ever
     */
    public void keep(String task, Integer days) throws SQLException {
        call("SELECT image_library.set_keep(?, ? * interval '1 day')", task, days);
    }

    /** Trigger records of the task are kept as long as those of all tasks. */
    public void keepAsAll(String task) throws SQLException {
        call("SELECT image_library.reset_keep(?)", task);
    }

    /** How long trigger records are kept: of all tasks, then of each. */
    public List<KeepStatus> keeps() throws SQLException {
        return query("SELECT task, ceil(extract(epoch FROM keep) / 86400)::bigint, own FROM image_library.keep_status ORDER BY task NULLS FIRST",
                row -> new KeepStatus(row.getString(1), whole(row, 2), row.getBoolean(3)));
    }

    /**
     * Counts what {@link #forget} would delete.
     *
     * @param task null for all tasks
     * @param days since their end
     */
    public long old(String task, int days) throws SQLException {
        if (task != null) {
            call("SELECT image_library.task_id(?)", task);
        }
        return number("""
                SELECT count(*) FROM image_library.trigger_record AS r JOIN image_library.task AS t ON t.id = r.task_id
                 WHERE (?::text IS NULL OR t.name = ?) AND image_library.trigger_ended_at(r.id) < clock_timestamp() - ? * interval '1 day'
                """, task, task, days);
    }

    /**
     * Deletes trigger records that have ended, the oldest first, with their instances, attempts and history. Some at a time, so that a
     * connection in autocommit mode makes small transactions of it.
     *
     * @param task null for all tasks
     * @param days since their end
     * @return how many were deleted; 0: there are no more
     */
    public long forget(String task, int days) throws SQLException {
        return number("SELECT image_library.forget_triggers(clock_timestamp() - ? * interval '1 day', ?, ?)", days, task, Upkeep.BATCH);
    }

    /** Deletes workers that ended so many days ago and of which no attempt is kept; returns how many. */
    public long forgetWorkers(int days) throws SQLException {
        return number("SELECT image_library.forget_workers(clock_timestamp() - ? * interval '1 day')", days);
    }

    /** Triggers a task now; returns the id of the trigger record. */
    public long trigger(String task, Parameters parameters) throws SQLException {
        return number("SELECT image_library.trigger_task(?, ?::jsonb)", task, parameters.json());
    }

    /** Returns how many instances were stopped, or are told to stop. */
    public long stopTrigger(long trigger) throws SQLException {
        return number("SELECT image_library.stop_trigger(?)", trigger);
    }

    public void stopInstance(long instance) throws SQLException {
        call("SELECT image_library.stop_instance(?)", instance);
    }

    /** Returns the instances that run again. */
    public List<Long> rerunTrigger(long trigger, boolean onlyFailed) throws SQLException {
        return numbers("SELECT * FROM image_library.rerun_trigger(?, ?)", trigger, onlyFailed);
    }

    /** Returns the instances that run again. */
    public List<Long> rerunInstance(long instance, boolean downstream) throws SQLException {
        return numbers("SELECT * FROM image_library.rerun_instance(?, ?)", instance, downstream);
    }

    /** All tasks, by name. */
    public List<TaskStatus> tasks() throws SQLException {
        return query("""
                SELECT t.name, t.type, t.state, coalesce(t.cron || ' ' || t.time_zone, 'once'), t.next_due,
                       (SELECT count(*) FROM image_library.trigger_record AS r WHERE r.task_id = t.id), s.id, s.state, t.schedule_error
                  FROM image_library.task AS t
                  LEFT JOIN LATERAL (SELECT r.id FROM image_library.trigger_record AS r WHERE r.task_id = t.id ORDER BY r.id DESC LIMIT 1) AS l ON true
                  LEFT JOIN image_library.trigger_status AS s ON s.id = l.id
                 ORDER BY t.name
                """, row -> new TaskStatus(row.getString(1), row.getString(2), row.getString(3), row.getString(4), instant(row, 5),
                row.getLong(6), whole(row, 7), row.getString(8), row.getString(9)));
    }

    /**
     * The latest trigger records, newest first.
     *
     * @param task null for all tasks
     */
    public List<TriggerStatus> triggers(String task, int most) throws SQLException {
        if (task != null) {
            call("SELECT image_library.task_id(?)", task);
        }
        return query("""
                SELECT s.* FROM image_library.trigger_status AS s
                 WHERE s.id IN (SELECT r.id FROM image_library.trigger_record AS r JOIN image_library.task AS t ON t.id = r.task_id
                                 WHERE ?::text IS NULL OR t.name = ? ORDER BY r.id DESC LIMIT ?)
                 ORDER BY s.id DESC
                """, Tasks::triggerStatus, task, task, most);
    }

    /** @throws UserException when there is no such trigger record */
    public TriggerStatus trigger(long id) throws SQLException {
        List<TriggerStatus> found = query("SELECT * FROM image_library.trigger_status WHERE id = ?", Tasks::triggerStatus, id);
        if (found.isEmpty()) {
            throw new UserException("there is no trigger record " + id);
        }
        return found.get(0);
    }

    /** The instances of a trigger record, oldest first. */
    public List<InstanceStatus> instances(long trigger) throws SQLException {
        return query("""
                SELECT s.*, d.ids FROM image_library.instance_status AS s
                  LEFT JOIN (SELECT d.instance_id, array_agg(d.depends_on ORDER BY d.depends_on) AS ids
                               FROM image_library.dependency AS d JOIN image_library.instance AS i ON i.id = d.instance_id
                              WHERE i.trigger_id = ? GROUP BY d.instance_id) AS d ON d.instance_id = s.id
                 WHERE s.trigger_id = ? ORDER BY s.id
                """, row -> new InstanceStatus(row.getLong("id"), row.getString("name"), row.getString("kind"), row.getString("group_name"),
                row.getString("state"), row.getLong("attempts"), instant(row, "started_at"), instant(row, "ended_at"), row.getString("error"),
                row.getString("output"), whole(row, "done"), whole(row, "total"), row.getString("host"), ids(row.getArray("ids"))), trigger, trigger);
    }

    /** Attempts of a task, of a trigger record or of an instance, whichever are not null; the newest first. */
    public List<AttemptStatus> attempts(String task, Long trigger, Long instance, int most) throws SQLException {
        return query("""
                SELECT i.trigger_id, i.id, i.name, a.attempt, a.outcome, a.started_at, a.ended_at, w.id, w.host, a.error, a.output
                  FROM image_library.attempt AS a
                  JOIN image_library.instance AS i ON i.id = a.instance_id
                  JOIN image_library.trigger_record AS r ON r.id = i.trigger_id
                  JOIN image_library.task AS t ON t.id = r.task_id
                  JOIN image_library.worker AS w ON w.id = a.worker_id
                 WHERE (?::text IS NULL OR t.name = ?) AND (?::bigint IS NULL OR r.id = ?) AND (?::bigint IS NULL OR i.id = ?)
                 ORDER BY a.started_at DESC, i.id DESC LIMIT ?
                """, row -> new AttemptStatus(row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4), row.getString(5), instant(row, 6),
                instant(row, 7), row.getLong(8), row.getString(9), row.getString(10), row.getString(11)),
                task, task, trigger, trigger, instance, instance, most);
    }

    /** What was done to a task, a trigger record or an instance, whichever are not null; the newest first. */
    public List<HistoryEntry> history(String task, Long trigger, Long instance, int most) throws SQLException {
        return query("""
                SELECT h.at, h.by, h.action, t.name, h.trigger_id, h.instance_id, h.detail
                  FROM image_library.history AS h JOIN image_library.task AS t ON t.id = h.task_id
                 WHERE (?::text IS NULL OR t.name = ?) AND (?::bigint IS NULL OR h.trigger_id = ?) AND (?::bigint IS NULL OR h.instance_id = ?)
                 ORDER BY h.id DESC LIMIT ?
                """, row -> new HistoryEntry(instant(row, 1), row.getString(2), row.getString(3), row.getString(4), whole(row, 5), whole(row, 6),
                row.getString(7)), task, task, trigger, trigger, instance, instance, most);
    }

    /** All groups, by name. */
    public List<GroupStatus> groups() throws SQLException {
        return query("SELECT * FROM image_library.group_status ORDER BY name",
                row -> new GroupStatus(row.getString(1), whole(row, 2), row.getLong(3), row.getLong(4)));
    }

    /** A row of a result as a record. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Reader<T> reader, Object... values) throws SQLException {
        List<T> results = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    results.add(reader.read(rows));
                }
            }
        }
        return results;
    }

    private void call(String sql, Object... values) throws SQLException {
        query(sql, row -> row.getObject(1), values);
    }

    private long number(String sql, Object... values) throws SQLException {
        return numbers(sql, values).get(0);
    }

    private List<Long> numbers(String sql, Object... values) throws SQLException {
        return query(sql, row -> row.getLong(1), values);
    }

    private static TriggerStatus triggerStatus(ResultSet row) throws SQLException {
        return new TriggerStatus(row.getLong("id"), row.getString("task"), row.getString("type"), row.getString("state"), instant(row, "due_at"),
                instant(row, "triggered_at"), row.getString("triggered_by"), row.getLong("instances"), row.getLong("waiting"),
                row.getLong("ready"), row.getLong("running"), row.getLong("succeeded"), row.getLong("failed"), row.getLong("stopped"),
                Parameters.parse(row.getString("parameters")).asMap());
    }

    private static List<Long> ids(Array array) throws SQLException {
        return array == null ? List.of() : List.of((Long[]) array.getArray());
    }

    private static Long whole(ResultSet row, int column) throws SQLException {
        return row.getObject(column) == null ? null : row.getLong(column);
    }

    private static Long whole(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : row.getLong(column);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp moment = row.getTimestamp(column);
        return moment == null ? null : moment.toInstant();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return instant(row, row.findColumn(column));
    }

    private static Timestamp timestamp(Instant moment) {
        return moment == null ? null : Timestamp.from(moment);
    }
}
