package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Nodes of Citus that are down, are lost on the way or have another extension: nothing is lost, and the same command completes. */
@Timeout(300)
@EnabledIf(value = "io.float2.tests.CitusCluster#isOffered", disabledReason = "the PostgreSQL of the tests has no extension citus to offer")
class CitusNodeLossIT {

    private static final String BASE = SampleData.photos().resolve("base.bvecs").toString();
    private static final String METADATA = SampleData.photos().resolve("base.csv").toString();
    private static final String BUILDS = "SELECT count(*) FROM pg_stat_progress_create_index WHERE tuples_done > 0";

    private static CitusCluster cluster;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        cluster = CitusCluster.start(2);
        database = cluster.coordinator();
        ok(database.cli(load("single")));
        ok(database.cli(load("spread", "--distribute-by", "id")));
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static String[] load(String table, String... further) {
        List<String> arguments = new ArrayList<>(List.of("load", BASE, "--metadata", METADATA, "-t", table, "--create", "--limit", "4000"));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }

    @Test
    void aNodeThatIsDownEndsALoadAndTheSameCommandCompletesIt() throws SQLException, IOException {
        String[] load = load("down", "--distribute-by", "id", "--shard-rows", "500", "--import-id", "down", "--retries", "0", "--jobs", "1");
        cluster.stopWorker(2);
        try {
            assertFails(database.cli(load), "the node " + address(2) + " does not answer");
            assertThat(database.value("SELECT to_regclass('down')")).isNull();
        } finally {
            cluster.startWorker(2);
        }
        ok(database.cli(load));
        assertLoaded("down");
    }

    @Test
    void aNodeThatIsLostDuringALoadLosesNoRows() throws Exception {
        String[] load = load("lost", "--distribute-by", "id", "--shard-rows", "50", "--import-id", "lost", "--retries", "0", "--jobs", "1");
        Cli.Result broken = loseWorker(1, () -> "t".equals(database.value(
                "SELECT count(*) >= 3 FROM float2_admin.load_shard WHERE import = 'lost' AND state = 'done'")), load);
        assertFails(broken, "the same command again goes on");
        ok(database.cli(load));
        // What was promised and not yet confirmed when the node was lost: Citus looks after it once a minute by itself.
        database.execute("SELECT recover_prepared_transactions()");
        assertLoaded("lost");
    }

    @Test
    void aNodeThatIsDownEndsABuildAndTheSameCommandCompletesIt() throws SQLException, IOException {
        cluster.stopWorker(1);
        try {
            assertFails(database.cli("index", "spread.vector"), address(1));
        } finally {
            cluster.startWorker(1);
        }
        assertNoIndex();
        ok(database.cli("index", "spread.vector"));
        assertThat(indexesOfShards()).isEqualTo("4 true");
        database.execute("DROP INDEX spread_vector_idx");
    }

    @Test
    void aNodeThatIsLostDuringABuildLeavesNoIndex() throws Exception {
        String[] build = {"index", "spread.vector", "--m", "48", "--ef-construction", "500"};
        assertFails(loseWorker(2, () -> !"0".equals(cluster.worker(2).value(BUILDS)), build), address(2));
        assertNoIndex();
        ok(database.cli(build));
        assertThat(indexesOfShards()).isEqualTo("4 true");
        database.execute("DROP INDEX spread_vector_idx");
    }

    @Test
    void whatAConcurrentBuildHasLeftIsNotUsedAndRepaired() throws Exception {
        Cli.Result broken = loseWorker(2, () -> !"0".equals(cluster.worker(2).value(BUILDS)),
                "index", "spread.vector", "--concurrently", "--m", "48", "--ef-construction", "500");
        assertFails(broken, address(2));
        assertThat(broken.err()).contains("spread_vector_idx stays wanted: float2 index --repair builds it");
        assertThat(database.value("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('spread_vector_idx') AND indisvalid")).isEqualTo("0");
        ok(database.cli("index", "--repair"));
        assertThat(indexesOfShards()).isEqualTo("4 true");
        database.execute("DROP INDEX spread_vector_idx");
    }

    @Test
    void anotherVersionOfTheExtensionOnANodeIsNamed() throws SQLException {
        String version = database.value("SELECT extversion FROM pg_extension WHERE extname = 'float2'");
        cluster.worker(2).execute("UPDATE pg_extension SET extversion = '0.2.0' WHERE extname = 'float2'");
        try {
            for (String[] command : List.of(new String[] {"index", "spread.vector"},
                    new String[] {"load", BASE, "--metadata", METADATA, "-t", "spread", "--on-conflict", "update", "--limit", "10"},
                    load("other", "--distribute-by", "id"), new String[] {"library", "init", "--distribute"})) {
                assertFails(database.cli(command), "the node " + address(2) + " has float2 0.2.0, but the coordinator has " + version
                        + ": ALTER EXTENSION float2 UPDATE there");
            }
            assertThat(database.value("SELECT coalesce(to_regclass('other')::text, to_regnamespace('image_library')::text)")).isNull();
        } finally {
            cluster.worker(2).execute("UPDATE pg_extension SET extversion = '" + version + "' WHERE extname = 'float2'");
        }
    }

    /** Runs a command, and ends a node without warning as soon as something holds; the node is there again afterwards. */
    private static Cli.Result loseWorker(int number, Callable<Boolean> when, String... command) throws Exception {
        FutureTask<Boolean> losing = new FutureTask<>(() -> {
            while (!when.call()) {
                Thread.sleep(5);
            }
            cluster.killWorker(number);
            return true;
        });
        Thread thread = new Thread(losing, "lose worker " + number);
        thread.start();
        try {
            return database.cli(command);
        } finally {
            awaitLoss(losing, thread);
            cluster.startWorker(number);
        }
    }

    /** A command that is over before the node is lost has left nothing to wait for. */
    private static void awaitLoss(FutureTask<Boolean> losing, Thread thread) throws InterruptedException, ExecutionException {
        thread.join(10_000);
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join();
        }
        assertThat(losing.get()).isTrue();
    }

    private static void assertNoIndex() throws SQLException {
        assertThat(database.value("SELECT to_regclass('spread_vector_idx')")).isNull();
        assertThat(indexesOfShards()).isEqualTo("0 null");
    }

    /** How many of the shards have an index on vectors, and whether all of these are valid. */
    private static String indexesOfShards() throws SQLException {
        return database.value("SELECT count(*) FILTER (WHERE result <> '') || ' ' || coalesce(bool_and(result = 'true') FILTER (WHERE result <> '')::text, 'null') "
                + "FROM run_command_on_shards('spread', $$SELECT coalesce(string_agg(indisvalid::text, ' '), '') FROM pg_index "
                + "WHERE indrelid = '%s'::regclass AND NOT indisprimary$$)");
    }

    private static void assertLoaded(String table) throws SQLException {
        String digest = "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM %s AS t";
        assertThat(database.value(digest.formatted(table))).isEqualTo(database.value(digest.formatted("single")));
        database.execute("DROP TABLE " + table);
    }

    private static String address(int worker) {
        return "127.0.0.1:" + cluster.worker(worker).target().port();
    }

    private static void assertFails(Cli.Result result, String sentence) {
        assertThat(result.exitCode()).as(result.err()).isOne();
        assertThat(result.err()).contains(sentence);
    }

    private static void ok(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
    }
}
