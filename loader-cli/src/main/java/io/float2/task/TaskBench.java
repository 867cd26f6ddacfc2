package io.float2.task;

import io.float2.UserException;
import io.float2.bench.Plot;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Measures how fast instances that do nothing are scheduled, with a task and a group of its own, which it deletes at the end. */
public final class TaskBench {

    private static final long LOOK_MILLIS = 100;

    private final TaskBenchPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;
    private final String name = "float2 bench " + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);

    private TaskBench(TaskBenchPlan plan, ConnectionSource connections, Progress progress) {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
    }

    /** Runs the plan; workers are threads of this process, each with its own two connections. */
    public static List<TaskBenchRun> run(TaskBenchPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        return new TaskBench(plan, connections, progress).run();
    }

    /** @param file without an ending, which is .svg */
    public static void plot(List<TaskBenchRun> runs, Path file) {
        Plot plot = new Plot("Instances that do nothing", "seconds", "instances in a second");
        Map<Integer, Integer> times = new HashMap<>();
        for (TaskBenchRun run : runs) {
            int time = times.merge(run.workers(), 1, Integer::sum);
            List<Double> seconds = new ArrayList<>();
            List<Double> counts = new ArrayList<>();
            for (int second = 0; second < run.perSecondOverTime().size(); second++) {
                // The axis of counts is logarithmic.
                if (run.perSecondOverTime().get(second) > 0) {
                    seconds.add(second + 0.5);
                    counts.add((double) run.perSecondOverTime().get(second));
                }
            }
            plot.line(run.workers() + (run.workers() == 1 ? " worker" : " workers") + (time == 1 ? "" : ", run " + time), seconds, counts);
        }
        plot.write(file);
    }

    private List<TaskBenchRun> run() throws SQLException, InterruptedException {
        try (Connection connection = connections.open()) {
            Tasks tasks = new Tasks(connection);
            try {
                tasks.setGroupLimit(name, plan.groupLimit());
                tasks.create(name, Parameters.write(List.of(Map.of("name", "prepare", "java", Simulation.PREPARE, "group", name))), "simulation",
                        Parameters.of(Map.of("instances", (long) plan.instances(), "group", name, "fail_every", (long) plan.failEvery())),
                        null, "UTC", null);
                List<TaskBenchRun> runs = new ArrayList<>();
                for (int workers : plan.workers()) {
                    runs.add(run(connection, tasks, workers));
                }
                return runs;
            } finally {
                tidyUp(connection, tasks);
            }
        }
    }

    private TaskBenchRun run(Connection connection, Tasks tasks, int workers) throws SQLException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Worker> started = new ArrayList<>();
        List<Future<WorkerReport>> reports = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                // What is ready elsewhere is not its work.
                WorkerSettings settings = new WorkerSettings(plan.slots(), List.of(InstanceKind.JAVA), List.of(name),
                        Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ZERO, false);
                Worker worker = new Worker(connections, Simulation.register(new Actions()), settings, line -> { }, line -> { });
                started.add(worker);
                reports.add(threads.submit(worker::run));
            }
            progress.phase("run " + plan.instances() + " instances by " + workers, "instances", plan.instances() + 2L);
            long trigger = tasks.trigger(name, Parameters.NONE);
            TriggerStatus first = await(tasks, trigger, reports, 0);
            long failed = first.failed();
            long begun = System.nanoTime();
            long again = failed == 0 ? 0 : tasks.rerunTrigger(trigger, true).size();
            await(tasks, trigger, reports, first.succeeded());
            progress.done();
            return measured(connection, trigger, workers, failed, again, (System.nanoTime() - begun) / 1e9);
        } finally {
            started.forEach(Worker::stop);
            threads.shutdown();
            threads.awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    /** @param shown instances that the progress has been told of */
    private TriggerStatus await(Tasks tasks, long trigger, List<Future<WorkerReport>> reports, long shown)
            throws SQLException, InterruptedException {
        while (true) {
            TriggerStatus status = tasks.trigger(trigger);
            progress.advance(status.succeeded() - shown, 0);
            shown = status.succeeded();
            if (status.hasEnded()) {
                return status;
            }
            for (Future<WorkerReport> report : reports) {
                if (report.isDone()) {
                    throw failure(report);
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static SQLException failure(Future<WorkerReport> report) throws InterruptedException {
        try {
            report.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                return sql;
            }
        }
        throw new UserException("a worker has ended");
    }

    private TaskBenchRun measured(Connection connection, long trigger, int workers, long failed, long again, double rerunSeconds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                WITH a AS (
                    SELECT i.name, a.attempt, a.started_at, a.ended_at FROM image_library.attempt AS a JOIN image_library.instance AS i ON i.id = a.instance_id
                     WHERE i.trigger_id = ?
                ), shard AS (
                    SELECT * FROM a WHERE name LIKE 'shard %' AND attempt = 1
                ), whole AS (
                    SELECT min(started_at) AS began, extract(epoch FROM max(ended_at) - min(started_at)) AS seconds, count(*) AS n FROM shard
                ), moments AS (
                    SELECT started_at AS at, 1 AS change FROM shard UNION ALL SELECT ended_at, -1 FROM shard
                ), running AS (
                    SELECT sum(change) OVER (ORDER BY at, change) AS n FROM moments
                )
                SELECT (SELECT extract(epoch FROM ended_at - started_at) FROM a WHERE name = 'prepare'), seconds, whole.n / seconds,
                       (SELECT max(n) FROM running),
                       ARRAY(SELECT count(shard.name) FROM generate_series(0, ceil(seconds)::integer - 1) AS s
                               LEFT JOIN shard ON floor(extract(epoch FROM shard.ended_at - began)) = s GROUP BY s ORDER BY s)
                  FROM whole
                """)) {
            statement.setLong(1, trigger);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new TaskBenchRun(workers, row.getDouble(1), row.getDouble(2), row.getDouble(3), row.getLong(4), failed, again, rerunSeconds,
                        List.of((Long[]) row.getArray(5).getArray()));
            }
        }
    }

    private void tidyUp(Connection connection, Tasks tasks) throws SQLException {
        for (TaskStatus task : tasks.tasks()) {
            if (task.name().equals(name)) {
                for (TriggerStatus trigger : tasks.triggers(name, plan.workers().size())) {
                    if (!trigger.hasEnded()) {
                        tasks.stopTrigger(trigger.id());
                    }
                }
                tasks.delete(name);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM image_library.task_group WHERE name = ?")) {
            statement.setString(1, name);
            statement.execute();
        }
    }
}
