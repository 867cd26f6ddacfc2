package io.float2.library;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.task.Actions;
import io.float2.task.AwaitTrigger;
import io.float2.task.InstanceKind;
import io.float2.task.InstanceStatus;
import io.float2.task.Parameters;
import io.float2.task.Tasks;
import io.float2.task.TriggerStatus;
import io.float2.task.Worker;
import io.float2.task.WorkerSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** An import: a trigger record of a task whose instances list the source, cut it into shards, and read and write these. */
public final class Import {

    private static final String STEPS = """
            [{"name": "prepare", "java": "%s", "group": "%s"}, {"name": "%s", "java": "%s", "group": "%s", "depends_on": ["prepare"]}]"""
            .formatted(ImportActions.PREPARE, ShardAction.READING, ShardAction.SHARD, ImportActions.SHARD, ShardAction.READING);

    static final String TYPE = "import";
    private static final long LOOK_MILLIS = 500;

    private final ConnectionSource connections;
    private final long id;

    private Import(ConnectionSource connections, long id) {
        this.connections = connections;
        this.id = id;
    }

    /**
     * Triggers an import; workers run it.
     *
     * @param task its name; made when it is not there, triggered again with the new parameters when it is
     * @throws UserException when the library is not in the database or not up to date, or the task is something else
     */
    public static Import begin(ConnectionSource connections, String task, ImportPlan plan) throws SQLException {
        try (Connection connection = Library.open(connections)) {
            Library.requireCurrent(connection);
            Tasks tasks = new Tasks(connection);
            Parameters parameters = plan.parameters();
            try (PreparedStatement statement = connection.prepareStatement("SELECT type FROM image_library.task WHERE name = ?")) {
                statement.setString(1, task);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        tasks.create(task, STEPS, TYPE, parameters, null, "UTC", (Instant) null);
                    } else if (!row.getString(1).equals(TYPE)) {
                        throw new UserException("the task \"" + task + "\" is no import: give --task another name");
                    }
                }
            }
            return new Import(connections, tasks.trigger(task, parameters));
        }
    }

    /** An import that was begun before, by its number. */
    public static Import of(ConnectionSource connections, long id) {
        return new Import(connections, id);
    }

    /** The number of the import, which is that of its trigger record. */
    public long id() {
        return id;
    }

    /** A worker that runs imports in this process, whoever began them, until none is left. */
    public Worker worker(int slots, Consumer<String> log, Consumer<String> detail) {
        WorkerSettings settings = new WorkerSettings(slots, List.of(InstanceKind.JAVA, InstanceKind.SQL),
                List.of(ShardAction.READING, ShardAction.WRITING), WorkerSettings.DEFAULT.heartbeat(), WorkerSettings.DEFAULT.heartbeatTimeout(),
                Duration.ofMillis(LOOK_MILLIS), WorkerSettings.DEFAULT.grace(), true);
        return new Worker(connections, ImportActions.register(new Actions()), settings, log, detail);
    }

    /**
     * Shows how far the import is until it ends, whoever runs it; also while the server restarts.
     *
     * @param log takes a line when the server goes away, and one when it is back
     * @param over ends the waiting, when nobody is left who could run it
     * @return what became of it
     * @throws UserException when the server has been away for too long
     */
    public ImportReport await(Progress progress, Consumer<String> log, BooleanSupplier over) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        Watch watch = new Watch(progress);
        try (AwaitTrigger waiting = new AwaitTrigger(() -> Library.open(connections), id, log)) {
            while (true) {
                boolean last = over.getAsBoolean();
                TriggerStatus status = waiting.status();
                watch.show(waiting.look(connection -> ImportReport.read(connection, id, status, 0, List.of())));
                if (status.hasEnded() || last) {
                    watch.end(status.state().equals("succeeded"));
                    return waiting.look(connection -> complete(connection, begun));
                }
                waiting.pause();
            }
        }
    }

    private ImportReport complete(Connection connection, long begun) throws SQLException {
        Tasks tasks = new Tasks(connection);
        return ImportReport.complete(connection, id, tasks.trigger(id), (System.nanoTime() - begun) / 1e9, failures(tasks, id));
    }

    /** Shows two steps after each other, though shards are written while others are still read. */
    private static final class Watch {

        private final Progress progress;
        private boolean reading;
        private boolean writing;
        private long shown;

        Watch(Progress progress) {
            this.progress = progress;
        }

        void show(ImportReport report) {
            if (report.pictures() >= 0 && !reading) {
                reading = true;
                progress.phase("read pictures", "pictures", report.pictures());
            }
            if (reading && !writing) {
                advance(report.staged());
            }
            if (reading && !writing && report.staged() == report.pictures() && report.written() < report.shards()) {
                writing = true;
                shown = 0;
                progress.phase("write shards", "shards", report.shards());
            }
            if (writing) {
                advance(report.written());
            }
        }

        private void advance(long done) {
            if (done > shown) {
                progress.advance(done - shown, 0);
                shown = done;
            }
        }

        void end(boolean succeeded) {
            if (reading && succeeded) {
                progress.done();
            }
        }
    }

    static List<ImportReport.Failure> failures(Tasks tasks, long id) throws SQLException {
        return tasks.instances(id).stream().filter(instance -> instance.state().equals("failed"))
                .map((InstanceStatus instance) -> new ImportReport.Failure(instance.name(), instance.error())).toList();
    }
}
