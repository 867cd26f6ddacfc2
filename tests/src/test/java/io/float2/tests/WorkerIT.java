package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.task.Actions;
import io.float2.task.ActionContext;
import io.float2.task.NewInstance;
import io.float2.task.StoppedException;
import io.float2.task.TransientActionException;
import io.float2.task.Worker;
import io.float2.task.WorkerReport;
import io.float2.task.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers: what instances of each kind see, how they end, and schedules. */
@WithDatabase
@Timeout(60)
class WorkerIT {

    private static final WorkerSettings SETTINGS = new WorkerSettings(4, List.of(), List.of(), Duration.ofMillis(200), Duration.ofSeconds(20),
            Duration.ofMillis(50), Duration.ZERO, true);

    private final TestDatabase database;
    private final List<String> log = java.util.Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    WorkerIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void install() throws SQLException, IOException {
        TaskSchema.install(database);
    }

    @Test
    void aStatementAndItsSuccessAreOne() throws Exception {
        database.execute("DROP TABLE IF EXISTS written", "CREATE TABLE written (what text)");
        create("statement", """
                [{"name": "good", "sql": "INSERT INTO written SELECT current_setting('image_library.parameters')::jsonb ->> 'who'; SELECT 'done'"},
                 {"name": "bad", "sql": "INSERT INTO written VALUES ('never'); SELECT 1 / 0"}]
                """);
        database.execute("SELECT image_library.trigger_task('statement', '{\"who\": \"O''Hara\"}')");
        WorkerReport report = run(new Actions());
        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(database.values("SELECT what FROM written")).containsExactly("O'Hara");
        assertThat(ends()).containsExactly("good 1 succeeded", "bad 1 failed division by zero (SQLSTATE 22012)");
        assertThat(log).anyMatch(line -> line.contains("division by zero"));
    }

    @Test
    void aProgramGetsItsArgumentsAsTheyAre() throws Exception {
        create("program", """
                [{"name": "echo", "shell": ["printf", "%s|", "$(id)", "a b", "`x`; rm"]},
                 {"name": "environment", "shell": ["sh", "-c", "echo $FLOAT2_INSTANCE_NAME $FLOAT2_ATTEMPT $FLOAT2_PARAMETERS"], "parameters": {"n": 1}},
                 {"name": "long", "shell": ["sh", "-c", "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done"]},
                 {"name": "fails", "shell": ["sh", "-c", "echo sorry >&2; exit 3"]},
                 {"name": "missing", "shell": ["/nowhere/program"]}]
                """);
        trigger("program");
        run(new Actions());
        assertThat(output("echo")).isEqualTo("$(id)|a b|`x`; rm|");
        assertThat(output("environment")).isEqualTo("environment 1 {\"n\":1}\n");
        assertThat(output("long")).as("the end of it is kept").startsWith("…").endsWith("line 2999\n").hasSizeLessThan(8100);
        assertThat(ends()).contains("fails 1 failed sh ended with exit code 3: sorry").anyMatch(end -> end.matches("missing 1 failed .*/nowhere/program.*"));
    }

    @Test
    void anActionAddsInstancesAndIsTriedAgain() throws Exception {
        create("action", "[{\"name\": \"first\", \"java\": \"grow\", \"parameters\": {\"shards\": 3}}]");
        trigger("action");
        Actions actions = new Actions().register("grow", context -> {
            List<NewInstance> shards = new ArrayList<>();
            for (long i = 1; i <= context.parameters().number("shards"); i++) {
                shards.add(NewInstance.java("shard " + i, "shard").with(java.util.Map.of("number", i)).after(context.name()));
            }
            context.addInstances(shards);
            context.progress(3, 3);
            if (context.attempt() == 1) {
                throw new TransientActionException("the store is away", null);
            }
        }).register("shard", context -> {
            try (Connection connection = context.connection(); Statement statement = connection.createStatement()) {
                statement.execute("SELECT " + context.parameters().number("number"));
            }
        });
        run(actions);
        assertThat(ends()).containsExactly("first 1 failed the store is away", "first 2 succeeded", "shard 1 1 succeeded", "shard 2 1 succeeded",
                "shard 3 1 succeeded");
        TaskSchema.assertAllSucceededOnce(database);
    }

    @Test
    void mistakesOfActionsAreTold() throws Exception {
        create("mistakes", """
                [{"name": "a", "java": "unknown"}, {"name": "b", "java": "broken"}, {"name": "c", "java": "parameter"}, {"name": "d", "java": "fatal"}]
                """);
        trigger("mistakes");
        run(new Actions().register("broken", context -> {
            throw new IllegalStateException("a bug");
        }).register("parameter", context -> context.parameters().text("source")).register("fatal", context -> {
            throw new NoClassDefFoundError("x/Y");
        }));
        assertThat(ends()).containsExactly("a 1 failed this worker knows no action \"unknown\"; it knows broken, fatal, parameter",
                "b 1 failed IllegalStateException: a bug", "c 1 failed the parameter \"source\" is missing", "d 1 failed NoClassDefFoundError: x/Y");
    }

    /** A stop reaches a statement, an action and a program with what it has started. */
    @Test
    void aStopEndsWhatRuns() throws Exception {
        Path pids = directory.resolve("pids");
        create("endless", """
                [{"name": "statement", "sql": "SELECT pg_sleep(100)"}, {"name": "action", "java": "endless"},
                 {"name": "program", "shell": ["sh", "-c", "sleep 101 & echo $! $$ > %s; wait"]}, {"name": "after", "sql": "SELECT 1", "depends_on": ["action"]}]
                """.formatted(pids));
        trigger("endless");
        CountDownLatch begun = new CountDownLatch(1);
        Future<WorkerReport> worker = inBackground(() -> run(new Actions().register("endless", context -> endless(context, begun))));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        await("SELECT count(*) = 3 FROM image_library.instance WHERE state = 'running'");
        await("SELECT count(*) = 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(100)' AND state = 'active' AND datname = current_database()");
        while (!Files.exists(pids) || Files.readString(pids).isBlank()) {
            Thread.sleep(10);
        }
        assertThat(database.cli("task", "stop", "1").out()).isEqualTo("4 instances of trigger 1 are stopped\n");
        assertThat(worker.get(30, TimeUnit.SECONDS).stopped()).isEqualTo(3);
        assertThat(ends()).containsExactly("statement 1 stopped", "action 1 stopped", "program 1 stopped");
        assertThat(database.value("SELECT state FROM image_library.trigger_status")).isEqualTo("stopped");
        assertThat(database.value("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(100)' AND state = 'active' AND datname = current_database()"))
                .isEqualTo("0");
        for (String pid : Files.readString(pids).strip().split(" ")) {
            assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(WorkerIT::isRunning)).as("process %s", pid).isEmpty();
        }
    }

    /** SIGTERM: what does not end in time is given back, and another worker runs it at once. */
    @Test
    void aWorkerThatEndsGivesBackWhatItRuns() throws Exception {
        create("long", """
                [{"name": "short", "shell": ["sleep", "1"]}, {"name": "long", "shell": ["sh", "-c", "[ $FLOAT2_ATTEMPT = 2 ] || sleep 100"]}]
                """);
        trigger("long");
        Path output = directory.resolve("worker.log");
        try (WorkerProcess worker = WorkerProcess.start(database, output, "--slots", "3", "--grace", "2")) {
            await("SELECT count(*) = 2 FROM image_library.instance WHERE state = 'running'");
            worker.terminate();
            assertThat(worker.await()).as(worker.log()).isZero();
            assertThat(worker.log()).contains("ending; ").contains("1 instances succeeded, 0 failed, 0 were stopped, 1 given back, 0 lost");
        }
        assertThat(ends()).containsExactly("short 1 succeeded", "long 1 interrupted");
        assertThat(database.value("SELECT state FROM image_library.worker_status")).isEqualTo("ended");
        run(new Actions());
        TaskSchema.assertAllSucceededOnce(database);
    }

    /** By SIGTERM, which is answered as Ctrl-C is: a shell lets nobody interrupt what it runs in the background. */
    @Test
    void aSecondSignalEndsTheWorkerAtOnce() throws Exception {
        create("long", "[{\"name\": \"long\", \"sql\": \"SELECT pg_sleep(30)\"}]");
        trigger("long");
        Path output = directory.resolve("worker.log");
        try (WorkerProcess worker = WorkerProcess.start(database, output, "--grace", "100")) {
            await("SELECT count(*) = 1 FROM image_library.instance WHERE state = 'running'");
            worker.terminate();
            while (!worker.log().contains("ending; ")) {
                Thread.sleep(10);
            }
            worker.terminate();
            assertThat(worker.await()).isEqualTo(130);
        }
        assertThat(database.value("SELECT state FROM image_library.instance")).as("others take over when its heartbeat is overdue").isEqualTo("running");
    }

    /** A worker that was stopped dead and goes on has lost its instances, notices it, and its word counts no more. */
    @Test
    void aWorkerThatWasTakenForDeadStops() throws Exception {
        database.execute("DROP TABLE IF EXISTS written", "CREATE TABLE written (attempt text)");
        create("frozen", """
                [{"name": "statement", "sql": "INSERT INTO written SELECT attempt FROM image_library.instance WHERE name = 'statement'; SELECT pg_sleep(CASE WHEN attempt = 1 THEN 4 ELSE 0 END) FROM image_library.instance WHERE name = 'statement'"},
                 {"name": "program", "shell": ["sh", "-c", "[ $FLOAT2_ATTEMPT = 2 ] || sleep 100"]}]
                """);
        trigger("frozen");
        Path output = directory.resolve("worker.log");
        try (WorkerProcess frozen = WorkerProcess.start(database, output)) {
            await("SELECT count(*) = 2 FROM image_library.instance WHERE state = 'running'");
            frozen.signal("STOP");
            run(new Actions());
            assertThat(database.value("SELECT count(*) FROM image_library.instance WHERE state = 'succeeded'")).isEqualTo("2");
            frozen.signal("CONT");
            await("SELECT count(*) = 1 FROM image_library.worker_status WHERE state = 'alive'");
            frozen.terminate();
            assertThat(frozen.await()).as(frozen.log()).isZero();
            assertThat(frozen.log()).contains("was found lost").contains("0 instances succeeded");
        }
        assertThat(database.values("SELECT attempt FROM written")).as("the first attempt was rolled back").containsExactly("2");
        assertThat(ends()).containsExactlyInAnyOrder("statement 1 lost", "program 1 lost", "statement 2 succeeded", "program 2 succeeded");
        TaskSchema.assertAllSucceededOnce(database);
    }

    /**
     * Many workers look at the clock, and a time in a schedule triggers once; times that passed are made up for by one trigger. A task that
     * cannot be triggered does not keep the others from it.
     */
    @Test
    void aScheduleTriggersOnce() throws Exception {
        database.execute("SELECT image_library.create_task('hourly', '[{\"name\": \"a\", \"sql\": \"SELECT 1\"}]', cron => '0 * * * *', time_zone => 'Europe/Berlin')",
                "SELECT image_library.create_task('paused', '[{\"name\": \"a\", \"sql\": \"SELECT 1\"}]', cron => '* * * * *')",
                "SELECT image_library.create_task('wrong', '[{\"name\": \"a\", \"sql\": \"SELECT 1\"}]', cron => '99 * * * *')",
                "SELECT image_library.create_task('later', '[{\"name\": \"a\", \"sql\": \"SELECT 1\"}]', at => clock_timestamp() - interval '1 minute')",
                "SELECT image_library.set_group_limit('gone', 1)",
                "SELECT image_library.create_task('broken', '[{\"name\": \"a\", \"sql\": \"SELECT 1\", \"group\": \"gone\"}]', cron => '* * * * *')",
                "DELETE FROM image_library.task_group WHERE name = 'gone'",
                "UPDATE image_library.task SET next_due = date_trunc('hour', clock_timestamp()) - interval '5 hours' WHERE name IN ('hourly', 'paused', 'broken')",
                "SELECT image_library.pause_task('paused')");
        List<Worker> workers = new ArrayList<>();
        List<Future<WorkerReport>> reports = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Worker worker = worker(new Actions(), new WorkerSettings(1, List.of(), List.of(), SETTINGS.heartbeat(), SETTINGS.heartbeatTimeout(),
                    SETTINGS.poll(), SETTINGS.grace(), false));
            workers.add(worker);
            reports.add(inBackground(worker::run));
        }
        await("SELECT count(*) = 2 AND bool_and(state = 'succeeded') FROM image_library.trigger_status");
        await("SELECT bool_and(state = 'paused') FROM image_library.task WHERE name IN ('wrong', 'broken')");
        Thread.sleep(10 * SETTINGS.poll().toMillis());
        workers.forEach(Worker::stop);
        for (Future<WorkerReport> report : reports) {
            report.get(30, TimeUnit.SECONDS);
        }
        assertThat(database.values("SELECT task || ' ' || (due_at > clock_timestamp() - interval '1 hour') FROM image_library.trigger_status ORDER BY task"))
                .as("the last of the times that passed").containsExactly("hourly true", "later true");
        assertThat(database.value("SELECT next_due - date_trunc('hour', clock_timestamp()) FROM image_library.task WHERE name = 'hourly'")).isEqualTo("01:00:00");
        assertThat(database.value("SELECT next_due FROM image_library.task WHERE name = 'later'")).isNull();
        assertThat(database.value("SELECT schedule_error FROM image_library.task WHERE name = 'wrong'")).startsWith("\"99 * * * *\" is not a cron schedule");
        assertThat(database.value("SELECT schedule_error FROM image_library.task WHERE name = 'broken'"))
                .isEqualTo("instance \"a\" is in the group \"gone\", which is not there (SQLSTATE P0002)");
        database.execute("SELECT image_library.resume_task('paused')");
        assertThat(database.value("SELECT next_due FROM image_library.task WHERE name = 'paused'")).as("the pause is not made up for").isNull();
    }

    /** Schedules that stand still without a word would be missed too late. */
    @Test
    void whatTheHeartbeatIsRefusedIsTold() throws Exception {
        database.execute("ALTER FUNCTION image_library.due_tasks RENAME TO other");
        Worker worker = worker(new Actions(), new WorkerSettings(1, List.of(), List.of(), SETTINGS.heartbeat(), SETTINGS.heartbeatTimeout(),
                SETTINGS.poll(), SETTINGS.grace(), false));
        Future<WorkerReport> report = inBackground(worker::run);
        while (List.copyOf(log).stream().noneMatch(line -> line.contains("function image_library.due_tasks() does not exist"))) {
            Thread.sleep(20);
        }
        Thread.sleep(10 * SETTINGS.poll().toMillis());
        worker.stop();
        report.get(30, TimeUnit.SECONDS);
        assertThat(log.stream().filter(line -> line.startsWith("what goes with the heartbeat is refused"))).as("once").hasSize(1);
    }

    @Test
    void aWorkerNeedsTheScheduler() throws SQLException {
        database.execute("DROP SCHEMA image_library CASCADE");
        Cli.Result result = database.cli("worker", "--until-idle");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("float2: the image library, which tasks belong to, is not in this database; `float2 library init` puts it there");
    }

    private static void endless(ActionContext context, CountDownLatch begun) throws StoppedException {
        begun.countDown();
        while (true) {
            context.checkStopped();
            Thread.onSpinWait();
        }
    }

    /** A process that has ended but was not collected, as in a container without an init, does not run. */
    private static boolean isRunning(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).matches("(?s).*\\) Z .*");
        } catch (IOException e) {
            return false;
        }
    }

    private void create(String name, String steps) throws SQLException {
        database.execute("SELECT image_library.create_task('" + name + "', '" + steps.replace("'", "''") + "')");
    }

    private void trigger(String task) throws SQLException {
        database.execute("SELECT image_library.trigger_task('" + task + "')");
    }

    private Worker worker(Actions actions, WorkerSettings settings) {
        return new Worker(database.target()::open, actions, settings, log::add, line -> { });
    }

    private WorkerReport run(Actions actions) throws SQLException, InterruptedException {
        return worker(actions, SETTINGS).run();
    }

    private static <T> Future<T> inBackground(Callable<T> work) {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(work);
        } finally {
            thread.shutdown();
        }
    }

    private void await(String condition) throws SQLException, InterruptedException {
        while (!"t".equals(database.value(condition))) {
            Thread.sleep(20);
        }
    }

    private String output(String instance) throws SQLException {
        return database.value("SELECT output FROM image_library.instance_status WHERE name = '" + instance + "'");
    }

    /** Name, attempt, outcome and error of every attempt. */
    private List<String> ends() throws SQLException {
        return database.values("SELECT i.name || ' ' || a.attempt || ' ' || a.outcome || CASE a.outcome WHEN 'lost' THEN '' ELSE coalesce(' ' || a.error, '') END "
                + "FROM image_library.attempt AS a JOIN image_library.instance AS i ON i.id = a.instance_id ORDER BY i.id, a.attempt");
    }
}
