package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An index that is built, and searched, while other sessions write to its table. */
@WithDatabase
@Timeout(180)
class AnnWritersIT {

    private static final int ROWS = 2_000;
    /** The common pool has fewer threads than a test has sessions on a machine with few processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private final TestDatabase database;

    AnnWritersIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void load(TestDatabase database) throws SQLException {
        AnnSample.load(database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.execute("DROP TABLE IF EXISTS items");
    }

    /** Two sessions write while the index is built; what they write is in it. */
    @ParameterizedTest
    @CsvSource({
        "ANN, 0",
        "ANN, 2",
        "ANN_IVFFLAT, 0",
        "ANN_IVFFLAT, 2"})
    void aBuildBesideWritersHasWhatTheyWrote(AnnMethod method, int workers) throws Exception {
        AnnSample.copy(database, "", "items", "float2[]", ROWS);
        database.execute("ALTER TABLE items SET (parallel_workers = " + workers + ")");
        CompletableFuture<AnnBuild> build;
        CompletableFuture<Integer> first;
        CompletableFuture<Integer> second;
        AtomicBoolean built = new AtomicBoolean();
        try (Connection blocker = database.open(); Statement lock = blocker.createStatement()) {
            // The build waits for this lock, so that it does not end before the writers have begun.
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE items IN ROW EXCLUSIVE MODE");
            String statement = method.create("CONCURRENTLY", "items_v", "items", "");
            build = CompletableFuture.supplyAsync(() -> build(workers, statement), THREADS);
            awaitOne("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'", build);
            first = writer(10_000, built::get, 50);
            second = writer(15_000, built::get, 50);
            awaitOne("SELECT sign(least(count(*) FILTER (WHERE id < 15000), count(*) FILTER (WHERE id >= 15000)))::int FROM items "
                    + "WHERE id >= 10000", build);
        }
        assertThat(build.get(60, TimeUnit.SECONDS).parallel()).isEqualTo(workers > 0);
        built.set(true);
        int written = first.get(60, TimeUnit.SECONDS) + second.get(60, TimeUnit.SECONDS);
        assertThat(database.value("SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = 'items_v'::regclass")).isEqualTo("t");
        assertFindsAll(method, ROWS + written);
        assertThat(AnnSearch.in(database, method, "items").foundBySelf("id >= 10000", "items_v"))
                .isGreaterThanOrEqualTo(method.reachedFloor());
    }

    /** Every answer of a search beside writers is whole and in order. */
    @ParameterizedTest
    @EnumSource
    void twoSessionsInsertWhileAThirdSearches(AnnMethod method) throws Exception {
        AnnSample.copy(database, "", "items", "float2[]", ROWS / 2);
        database.execute(method.create("items_v", "items"));
        AtomicInteger searches = new AtomicInteger();
        CompletableFuture<Integer> first = writer(10_000, () -> searches.get() >= 200, 50);
        CompletableFuture<Integer> second = writer(15_000, () -> searches.get() >= 200, 50);
        try (Connection connection = database.open(); Statement session = connection.createStatement();
                PreparedStatement nearest = connection.prepareStatement("SELECT v <-> ?::float4[] FROM items ORDER BY 1 LIMIT 10")) {
            session.execute("SET enable_seqscan = off; " + method.searching());
            List<String> queries = database.values("SELECT v FROM queries");
            while (searches.get() < 200 || !first.isDone() || !second.isDone()) {
                nearest.setString(1, queries.get(searches.getAndIncrement() % queries.size()));
                List<Double> distances = new ArrayList<>();
                try (ResultSet rows = nearest.executeQuery()) {
                    while (rows.next()) {
                        distances.add(rows.getDouble(1));
                    }
                }
                assertThat(distances).hasSize(AnnSearch.K).isSorted();
            }
        } finally {
            searches.set(200);
        }
        int written = first.get(60, TimeUnit.SECONDS) + second.get(60, TimeUnit.SECONDS);
        assertFindsAll(method, ROWS / 2 + written);
        assertThat(AnnSearch.in(database, method, "items").foundBySelf("id >= 10000", "items_v"))
                .isGreaterThanOrEqualTo(method.reachedFloor());
    }

    /**
     * Inserts the sample's rows from one on in a session of its own, ten at a time, until it is told to end.
     *
     * @param least rows that it inserts in any case
     * @return how many rows it has inserted
     */
    private CompletableFuture<Integer> writer(int from, BooleanSupplier end, int least) {
        return CompletableFuture.supplyAsync(() -> {
            int written = 0;
            try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
                for (; written < least || !end.getAsBoolean() && written < 4_000; written += 10) {
                    statement.execute("INSERT INTO items SELECT id, v FROM sample WHERE id BETWEEN " + (from + written) + " AND "
                            + (from + written + 9));
                    Thread.sleep(5);
                }
                return written;
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, THREADS);
    }

    private AnnBuild build(int workers, String statement) {
        try (Connection connection = database.open()) {
            return AnnBuild.run(connection, workers, statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitOne(String countQuery, CompletableFuture<?> beside) throws SQLException, InterruptedException {
        while (database.value(countQuery).equals("0")) {
            assertThat(beside).as("the build").isNotDone();
            Thread.sleep(10);
        }
    }

    private void assertFindsAll(AnnMethod method, int rows) throws SQLException {
        assertThat(database.value("SET enable_indexonlyscan = off; SELECT count(*) FROM items")).isEqualTo(String.valueOf(rows));
        AnnSearch.in(database, method, "items").assertFindsAll("items_v", method.recallFloor());
    }
}
