package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is killed at work, and what its index is like when it is up again. tests/campaigns/crash does this for longer. */
@Timeout(180)
class AnnCrashIT {

    private static final int ROWS = 2_000;
    /** The common pool has fewer threads than a test has sessions on a machine with few processors. */
    private static final Executor THREADS = task -> new Thread(task).start();
    private static final String INDEXES = "SELECT c.relname || CASE WHEN indisvalid THEN '' ELSE ' invalid' END FROM pg_index AS i "
            + "JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid = 'items'::regclass AND NOT i.indisprimary ORDER BY 1";
    private static final String BUILD_IS_UNDER_WAY =
            "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'building index: %' AND phase NOT LIKE '%initializing'";

    private static CrashServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = CrashServer.create();
        database = server.database();
        AnnSample.load(database);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @AfterEach
    void drop() throws SQLException {
        database.execute("DROP TABLE IF EXISTS items");
    }

    @ParameterizedTest
    @CsvSource({"ANN, 0", "ANN, 2", "ANN_IVFFLAT, 0"})
    void aBuildThatWasKilledLeavesNoIndex(AnnMethod method, int workers) throws Exception {
        AnnSample.copy(database, "", "items", "float2[]", 20_000);
        CompletableFuture<Throwable> build = inSession(() ->
                AnnBuild.run(database, "items", workers, method.createSlowly("items_v", "items")));
        await(BUILD_IS_UNDER_WAY, build);
        server.killServer();
        assertThat(build.get(60, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
        assertThat(database.values(INDEXES)).isEmpty();
        assertThat(AnnSearch.in(database, method, "items").exactAnswers()).hasSize(100 * AnnSearch.K);
        database.execute("DELETE FROM items WHERE id >= " + ROWS, method.create("items_v", "items"));
        assertFindsAll(method);
    }

    @ParameterizedTest
    @EnumSource
    void aConcurrentBuildThatWasKilledLeavesAnInvalidIndexThatCanBeMadeAnew(AnnMethod method) throws Exception {
        AnnSample.copy(database, "", "items", "float2[]", ROWS);
        killWhileItWaits(method.create("CONCURRENTLY", "items_v", "items", ""), pid -> server.killServer());
        assertThat(database.values(INDEXES)).containsExactly("items_v invalid");
        assertThat(database.values("SET enable_seqscan = off; EXPLAIN (COSTS OFF) SELECT id FROM items ORDER BY v <-> "
                + "(SELECT v FROM queries WHERE id = 0) LIMIT 10")).noneMatch(line -> line.contains("items_v"));
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id BETWEEN " + ROWS + " AND " + (ROWS + 99),
                "DELETE FROM items WHERE id < 100", "VACUUM items", "REINDEX INDEX CONCURRENTLY items_v");
        assertThat(database.values(INDEXES)).containsExactly("items_v");
        assertFindsAll(method);
    }

    @ParameterizedTest
    @EnumSource
    void aReindexThatWasKilledLeavesTheOldIndexAtWork(AnnMethod method) throws Exception {
        AnnSample.copy(database, "", "items", "float2[]", ROWS);
        database.execute(method.create("items_v", "items"));
        killWhileItWaits("REINDEX INDEX CONCURRENTLY items_v", server::killProcess);
        assertThat(database.values(INDEXES)).containsExactly("items_v", "items_v_ccnew invalid");
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id BETWEEN " + ROWS + " AND " + (ROWS + 99));
        assertFindsAll(method);
        database.execute("DROP INDEX items_v_ccnew");
        assertFindsAll(method);
    }

    @ParameterizedTest
    @EnumSource
    void whatTwoSessionsHadInsertedIsInTheIndex(AnnMethod method) throws Exception {
        AnnSample.copy(database, "", "items", "float2[]", ROWS);
        database.execute(method.create("items_v", "items"), "CHECKPOINT");
        AtomicInteger told = new AtomicInteger();
        CompletableFuture<Throwable> first = inSession(() -> insert(10_000, told));
        CompletableFuture<Throwable> second = inSession(() -> insert(15_000, told));
        while (told.get() < 300) {
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
            Thread.sleep(10);
        }
        server.killServer();
        assertThat(first.get(60, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
        assertThat(second.get(60, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
        int kept = Integer.parseInt(database.value("SELECT count(*) FROM items WHERE id >= 10000"));
        // Each session may have been killed between the end of its last statement and the news of it.
        assertThat(kept).as("rows kept").isBetween(told.get(), told.get() + 2);
        assertFindsAll(method);
        assertThat(AnnSearch.in(database, method, "items").foundBySelf("id >= 10000", "items_v"))
                .isGreaterThanOrEqualTo(method.reachedFloor());
        database.execute("VACUUM items", "INSERT INTO items SELECT id, v FROM sample WHERE id BETWEEN " + ROWS + " AND " + (ROWS + 99));
        assertFindsAll(method);
    }

    @ParameterizedTest
    @EnumSource
    void aVacuumThatWasKilledIsDoneAgain(AnnMethod method) throws Exception {
        AnnSample.copy(database, "", "items", "float2[]", ROWS);
        database.execute(method.create("items_v", "items"), "DELETE FROM items WHERE id % 3 <> 0", "CHECKPOINT");
        CompletableFuture<Throwable> vacuum = inSession(() -> {
            try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
                statement.execute("SET vacuum_cost_delay = '20ms'; SET vacuum_cost_limit = 100");
                statement.execute("VACUUM items");
            }
        });
        await("SELECT count(*) FROM pg_stat_progress_vacuum WHERE phase = 'vacuuming indexes'", vacuum);
        Thread.sleep(300);
        server.killServer();
        assertThat(vacuum.get(60, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
        assertFindsAll(method);
        database.execute("VACUUM items");
        assertFindsAll(method);
        if (method == AnnMethod.ANN) {
            assertThat(AnnGraph.read(database, "items_v").rows()).isEqualTo(new TreeSet<>(database.values("SELECT ctid FROM items")));
        }
    }

    /** The server empties unlogged tables when it recovers; their indexes have to be empty with them. */
    @ParameterizedTest
    @EnumSource
    void theIndexOfAnUnloggedTableIsEmptiedWithIt(AnnMethod method) throws Exception {
        AnnSample.copy(database, "UNLOGGED", "items", "float2[]", ROWS);
        database.execute(method.create("items_v", "items"));
        assertFindsAll(method);
        server.stopImmediately();
        assertThat(database.value("SELECT count(*) FROM items")).isEqualTo("0");
        assertThat(database.values(INDEXES)).containsExactly("items_v");
        assertThat(database.values("SET enable_seqscan = off; SELECT id FROM items ORDER BY v <-> (SELECT v FROM queries WHERE id = 0)"))
                .isEmpty();
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id < 500");
        assertFindsAll(method, method.emptyRecallFloor());
    }

    /** What a session of its own does. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** Ends the server, or the session of the given process. */
    @FunctionalInterface
    private interface Kill {
        void run(long pid) throws Exception;
    }

    /** Runs a statement that builds an index concurrently, and kills it when the index is there but a writer keeps it from being valid. */
    private static void killWhileItWaits(String statement, Kill kill) throws Exception {
        try (Connection writer = database.open(); Statement write = writer.createStatement()) {
            writer.setAutoCommit(false);
            write.execute("DELETE FROM items WHERE id = 0");
            CompletableFuture<Throwable> build = inSession(() -> database.execute(statement));
            await("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'", build);
            kill.run(Long.parseLong(database.value("SELECT pid FROM pg_stat_progress_create_index")));
            assertThat(build.get(60, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
        }
    }

    /** Runs something beside the test; returns what it failed with, null if it did not. */
    private static CompletableFuture<Throwable> inSession(Work work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                work.run();
                return null;
            } catch (Exception e) {
                return e;
            }
        }, THREADS);
    }

    /** Inserts the sample's rows from one on, one at a time, for as long as the server lives; counts those that it has acknowledged. */
    private static void insert(int from, AtomicInteger told) throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            for (int id = from; id < from + 5_000; id++) {
                statement.execute("INSERT INTO items SELECT id, v FROM sample WHERE id = " + id);
                told.incrementAndGet();
            }
        }
    }

    private static void await(String countQuery, CompletableFuture<Throwable> work) throws Exception {
        while (database.value(countQuery).equals("0")) {
            assertThat(work).as("%s", work.getNow(null)).isNotDone();
            Thread.sleep(10);
        }
    }

    private static void assertFindsAll(AnnMethod method) throws SQLException {
        assertFindsAll(method, method.recallFloor());
    }

    private static void assertFindsAll(AnnMethod method, double floor) throws SQLException {
        AnnSearch.in(database, method, "items").assertFindsAll("items_v", floor);
    }
}
