package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs a graph of instances by several worker processes, kills some of them and the server under them at random moments, and looks
 * whether every instance was run as it had to be.
 */
final class WorkerKills {

    private static final int WORKERS = 3;
    private static final long PATIENCE_SECONDS = 240;

    /** Each shard writes a row that nothing keeps from coming twice; each third one is followed by another instance. */
    private static final String STEPS = """
            [{"name": "prepare", "sql": "SELECT image_library.insert_instances(current_setting('image_library.trigger_id')::bigint, (SELECT jsonb_agg(s) FROM (
                SELECT jsonb_build_object('name', 'shard ' || i, 'sql', 'INSERT INTO written SELECT current_setting(''image_library.instance_id'')::bigint; SELECT pg_sleep(0.02)',
                                          'group', 'shards', 'depends_on', jsonb_build_array('prepare')) AS s FROM generate_series(1, %1$d) AS i
                UNION ALL
                SELECT jsonb_build_object('name', 'program ' || i, 'shell', jsonb_build_array('sleep', '0.02'), 'group', 'programs', 'depends_on', jsonb_build_array('shard ' || i))
                  FROM generate_series(1, %1$d, 10) AS i
                UNION ALL
                SELECT jsonb_build_object('name', 'action ' || i, 'java', 'simulate.shard', 'parameters', '{\\"number\\": 1, \\"millis\\": 20}'::jsonb,
                                          'depends_on', jsonb_build_array('shard ' || i)) FROM generate_series(1, %1$d, 3) AS i) AS all_of_them))"},
             {"name": "count", "sql": "SELECT count(*) FROM written", "depends_on": ["prepare"]}]
            """;

    private final CrashServer server;
    private final TestDatabase database;
    private final Random random;
    private final Path log;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private int kills;
    private int restarts;

    WorkerKills(CrashServer server, long seed, Path log) {
        this.server = server;
        this.log = log;
        database = server.database();
        random = new Random(seed);
    }

    /**
     * Runs one graph to its end.
     *
     * @param shards besides which there are a third as many actions and a tenth as many programs
     * @param wantedKills of workers
     * @param wantedRestarts of the server
     * @return a line on what happened
     */
    String run(int shards, int wantedKills, int wantedRestarts) throws SQLException, IOException, InterruptedException {
        TaskSchema.install(database);
        kills = 0;
        restarts = 0;
        database.execute("DROP TABLE IF EXISTS written", "CREATE TABLE written (instance bigint)", "SELECT image_library.set_group_limit('shards', 5)",
                "SELECT image_library.set_group_limit('programs', 2)",
                "SELECT image_library.create_task('kills', '" + STEPS.formatted(shards).replace("\n", " ").replace("'", "''") + "')",
                "SELECT image_library.trigger_task('kills')");
        long begun = System.nanoTime();
        try {
            while (workers.size() < WORKERS) {
                workers.add(start());
            }
            int all = 1 + shards + (shards + 2) / 3 + (shards + 9) / 10 + 1;
            int done = 0;
            while (done < all) {
                Thread.sleep(50);
                replaceThoseThatCouldNotBegin();
                done = succeeded();
                // Spread over the run, each at a moment of its own.
                double due = (double) done / all * (wantedKills + wantedRestarts + 1);
                if (kills + restarts < Math.min(due, wantedKills + wantedRestarts)) {
                    Thread.sleep(random.nextInt(200));
                    disturb(wantedKills, wantedRestarts);
                }
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).as("seconds for %d of %d instances", done, all).isLessThan(PATIENCE_SECONDS);
            }
            awaitBegun();
            workers.forEach(WorkerProcess::terminate);
            for (WorkerProcess worker : workers) {
                assertThat(worker.await()).as("exit code of a worker; see %s", log).isZero();
            }
        } finally {
            workers.forEach(WorkerProcess::close);
            workers.clear();
        }
        TaskSchema.assertAllSucceededOnce(database);
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT instance) FROM written")).as("rows written, and by how many").isEqualTo(shards + " " + shards);
        return "%d kills, %d restarts; %s attempts ended so: %s".formatted(kills, restarts, database.value("SELECT count(*) FROM image_library.attempt"),
                database.value("SELECT string_agg(n || ' ' || outcome, ', ') FROM (SELECT outcome, count(*) AS n FROM image_library.attempt GROUP BY outcome ORDER BY 2 DESC) AS o"));
    }

    private void disturb(int wantedKills, int wantedRestarts) throws SQLException, IOException, InterruptedException {
        boolean restart = restarts < wantedRestarts && (kills >= wantedKills || random.nextInt(wantedKills + wantedRestarts) < wantedRestarts);
        if (restart) {
            restarts++;
            server.stopImmediately();
        } else {
            kills++;
            int victim = random.nextInt(workers.size());
            workers.get(victim).kill();
            workers.set(victim, start());
        }
    }

    /** A worker that finds no server when it is started says so and ends. */
    private void replaceThoseThatCouldNotBegin() throws IOException, InterruptedException {
        for (int i = 0; i < workers.size(); i++) {
            if (!workers.get(i).isAlive()) {
                assertThat(restarts).as("a worker has ended by itself, and the server was never away; see %s", log).isPositive();
                assertThat(workers.get(i).await()).isEqualTo(1);
                assertThat(workers.get(i).log()).contains("float2: cannot connect to the PostgreSQL server");
                workers.set(i, start());
            }
        }
    }

    /** A process that is told to end before it is a worker ends by the signal itself. */
    private void awaitBegun() throws SQLException, IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int i = 0; i < workers.size(); i++) {
            while (database.value("SELECT count(*) FROM image_library.worker WHERE ended_at IS NULL AND process = " + workers.get(i).pid()).equals("0")) {
                replaceThoseThatCouldNotBegin();
                Thread.sleep(50);
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).as("seconds for workers to begin").isLessThan(PATIENCE_SECONDS);
            }
        }
    }

    private WorkerProcess start() throws IOException {
        return WorkerProcess.start(database, log, "--slots", String.valueOf(2 + random.nextInt(3)), "--grace", "1");
    }

    private int succeeded() throws SQLException {
        return Integer.parseInt(database.value("SELECT count(*) FROM image_library.instance WHERE state = 'succeeded'"));
    }
}
