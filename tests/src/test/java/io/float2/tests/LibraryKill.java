package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * An import of generated pictures by real worker processes, which are killed at random moments, or the server under them; at the end
 * everything has to be as if nothing had happened.
 */
final class LibraryKill implements AutoCloseable {

    private static final int WORKERS = 2;
    private static final long PATIENCE_SECONDS = 600;
    private static final int TWINS = 100;

    private final CrashServer server;
    private final TestDatabase database;
    private final Path directory;
    private final int pictures;
    private final List<Process> workers = new ArrayList<>();
    private int workerKills;
    private int serverKills;

    /** @param directory for the pictures and the store */
    LibraryKill(Path directory, int pictures) throws IOException, SQLException {
        this.directory = directory;
        this.pictures = pictures;
        server = CrashServer.create();
        database = server.database();
        SmallPictures.write(directory.resolve("pictures"), pictures);
        SmallPictures.writeManifest(directory.resolve("list.csv"), directory.resolve("pictures"), pictures);
        Files.writeString(directory.resolve("pictures").resolve("broken.png"), "no picture");
        StringBuilder more = new StringBuilder(Files.readString(directory.resolve("list.csv")));
        more.append("pictures/broken.png,-1,nowhere\n");
        // Every so often a picture is listed a second time, with the same attributes.
        for (int i = 0; i < pictures; i += TWINS) {
            more.append("pictures/").append(SmallPictures.name(i)).append(',').append(i).append(',').append(SmallPictures.city(i)).append('\n');
        }
        Files.writeString(directory.resolve("list.csv"), more);
        assertThat(database.cli("library", "init", "--buckets", "8").exitCode()).isZero();
    }

    /**
     * Runs the import while killing.
     *
     * @param kills of workers at least, as long as the import lasts
     * @param crashes of the server
     * @param pauseMillis between two of them, at most
     */
    void run(Random random, int shardRows, int kills, int crashes, int pauseMillis) throws Exception {
        Cli.Result triggered = database.cli("library", "import", directory.resolve("list.csv").toString(), "--business", "shop", "--store",
                directory.resolve("store").toString(), "--shard-rows", String.valueOf(shardRows));
        assertThat(triggered.exitCode()).as(triggered.err()).isZero();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(startWorker());
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!hasEnded()) {
            assertThat(System.nanoTime()).as("the import ends; workers' log in %s", log()).isLessThan(deadline);
            Thread.sleep(1 + random.nextInt(pauseMillis));
            if (serverKills < crashes && random.nextInt(4) == 0) {
                serverKills++;
                server.stopImmediately();
            } else if (workerKills < kills) {
                int victim = random.nextInt(workers.size());
                workers.get(victim).destroyForcibly().waitFor();
                workerKills++;
                workers.set(victim, startWorker());
            }
            // A worker that gave up because the server was gone is begun anew, as whoever runs workers would.
            for (int i = 0; i < workers.size(); i++) {
                if (!workers.get(i).isAlive()) {
                    workers.set(i, startWorker());
                }
            }
        }
    }

    int workerKills() {
        return workerKills;
    }

    int serverKills() {
        return serverKills;
    }

    /** Every picture once with all attributes, every instance's history right. */
    void check(String context) throws SQLException {
        int twins = (pictures + TWINS - 1) / TWINS;
        assertThat(value("SELECT state FROM image_library.trigger_status")).as(context + ": " + value(
                "SELECT string_agg(name || ' ' || state || ' ' || coalesce(error, ''), '; ') FROM image_library.instance_status WHERE state <> 'succeeded'")).isEqualTo("succeeded");
        assertThat(value("SELECT count(*) || ' ' || count(DISTINCT key) FROM image_library.asset")).as(context).isEqualTo(pictures + " " + pictures);
        assertThat(value("SELECT count(*) FROM image_library.asset WHERE uri IS NULL OR phash IS NULL OR width <> 24")).as(context).isEqualTo("0");
        assertThat(value("SELECT count(*) FROM image_library.location")).as(context).isEqualTo(String.valueOf(pictures + twins));
        assertThat(value("SELECT count(*) FROM image_library.attribute")).as(context).isEqualTo(String.valueOf(3L * pictures));
        assertThat(value("SELECT count(*) || ' ' || count(DISTINCT value::int) || ' ' || max(value::int) FROM image_library.attribute WHERE attribute = 'number'"))
                .as(context).isEqualTo(pictures + " " + pictures + " " + (pictures - 1));
        assertThat(value("SELECT count(*) FROM image_library.attribute AS n JOIN image_library.attribute AS c USING (key) "
                + "JOIN image_library.attribute AS p USING (key) JOIN image_library.asset AS a USING (key) WHERE n.attribute = 'number' "
                + "AND c.attribute = 'city' AND c.value = 'city ' || n.value::int % 7 AND p.attribute = 'imported_as' "
                + "AND p.value LIKE '%' || to_char(n.value::int, 'FM00000') || '.png'")).as(context).isEqualTo(String.valueOf(pictures));
        assertThat(database.values("SELECT name FROM image_library.reject")).as(context).hasSize(1).allMatch(name -> name.endsWith("broken.png"));
        // Of each instance one attempt succeeded, and it is the last one; what was cut off before is there with its outcome.
        assertThat(database.values("SELECT i.name FROM image_library.instance AS i JOIN image_library.attempt AS a ON a.instance_id = i.id GROUP BY i.id "
                + "HAVING count(*) FILTER (WHERE a.outcome = 'succeeded') <> 1 OR max(a.attempt) <> max(a.attempt) FILTER (WHERE a.outcome = 'succeeded') "
                + "OR count(*) FILTER (WHERE a.ended_at IS NULL OR a.outcome IS NULL) > 0 OR max(a.attempt) <> count(*)")).as(context).isEmpty();
        assertThat(value("SELECT count(*) FROM image_library.instance AS i WHERE NOT EXISTS (SELECT FROM image_library.attempt AS a WHERE a.instance_id = i.id)"))
                .as(context).isEqualTo("0");
        // Nothing ran before what it depends on had succeeded.
        assertThat(value("SELECT count(*) FROM image_library.dependency AS d JOIN image_library.attempt AS a ON a.instance_id = d.instance_id "
                + "JOIN image_library.attempt AS b ON b.instance_id = d.depends_on AND b.outcome = 'succeeded' WHERE a.started_at < b.ended_at")).as(context).isEqualTo("0");
        assertThat(database.values("SELECT relname FROM pg_class WHERE relname ~ '^(stage|vector)_[0-9]'")).as(context).isEmpty();
        try (var files = Files.walk(directory.resolve("store"))) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(".png"))).as(context).hasSize(pictures);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** For a line of a log. */
    String story() throws SQLException {
        return String.format(Locale.ROOT, "%d kills of workers, %d crashes of the server, %s attempts at %s instances, %s of them cut off", workerKills, serverKills,
                value("SELECT count(*) FROM image_library.attempt"), value("SELECT count(*) FROM image_library.instance"),
                value("SELECT count(*) FROM image_library.attempt WHERE outcome <> 'succeeded'"));
    }

    private boolean hasEnded() throws SQLException {
        return value("SELECT state NOT IN ('ready', 'running', 'stopping') FROM image_library.trigger_status").equals("t");
    }

    private String value(String query) throws SQLException {
        return database.value(query);
    }

    private Path log() {
        return SampleData.output().resolve("library-kill.log");
    }

    /** One that is soon known to be lost. */
    private Process startWorker() throws IOException {
        return CommandProcess.builder(Map.of(), "worker", "--slots", "2", "--heartbeat", "0.3", "--heartbeat-timeout", "1.5", "--poll", "0.3", "--dsn",
                database.url()).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
    }

    @Override
    public void close() throws IOException {
        workers.forEach(Process::destroyForcibly);
        server.close();
    }
}
