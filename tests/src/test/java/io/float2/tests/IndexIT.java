package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.index.IndexBuilder;
import io.float2.index.IndexPlan;
import io.float2.index.IndexReport;
import io.float2.progress.Progress;
import io.float2.sql.ColumnName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Index builds, the good ones and those that must not leave anything behind. */
@WithDatabase
@Timeout(180)
class IndexIT {

    private static final String INDEXES = "SELECT c.relname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
            + "WHERE i.indrelid = 'photos'::regclass AND NOT i.indisprimary ORDER BY 1";

    private final TestDatabase database;

    IndexIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void load(TestDatabase database) {
        Cli.Result result = database.cli("load", SampleData.photos().resolve("base.bvecs").toString(), "-t", "photos", "--create");
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @AfterEach
    void dropIndexes() throws SQLException {
        for (String index : database.values(INDEXES)) {
            database.execute("DROP INDEX \"" + index + "\"");
        }
    }

    @Test
    void theStatementHasAllOptionsAndTheServerHasThem() throws SQLException {
        Cli.Result result = database.cli("index", "photos.vector", "--m", "24", "--ef-construction", "96");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("USING ann (\"vector\" float2_l2_ops) WITH (dim = 128, m = 24, ef_construction = 96);",
                "built photos_vector_idx on photos.vector in ");
        assertThat(result.err()).contains("loading tuples of photos_vector_idx  20,000 tuples");
        assertThat(database.value("SELECT reloptions::text FROM pg_class WHERE relname = 'photos_vector_idx'"))
                .isEqualTo("{dim=128,m=24,ef_construction=96}");
    }

    @Test
    void theReportHasSizeAndTime() throws Exception {
        IndexReport report = build(plan().m(4).efConstruction(8).name("Small One"), Progress.NONE);
        assertThat(report.index()).isEqualTo("\"Small One\"");
        assertThat(report.dimension()).isEqualTo(128);
        assertThat(report.rows()).isEqualTo(20_000);
        assertThat(report.seconds()).isPositive();
        assertThat(report.indexBytes())
                .isEqualTo(Long.parseLong(database.value("SELECT pg_relation_size('\"Small One\"')")));
    }

    @Test
    void aNameThatIsTakenGetsANumberOrIsRefused() throws Exception {
        build(plan().m(4).efConstruction(8), Progress.NONE);
        assertThat(build(plan().m(4).efConstruction(8).dryRun(true), Progress.NONE).index()).isEqualTo("photos_vector_idx1");
        Cli.Result result = database.cli("index", "photos.vector", "--name", "photos_vector_idx");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("float2: there is photos_vector_idx already; --replace puts the new index in its place");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplacedIndexServesUntilTheNewOneIsThere(boolean concurrently) throws Exception {
        build(plan().m(4).efConstruction(8), Progress.NONE);
        List<String> meanwhile = new CopyOnWriteArrayList<>();
        build(plan().m(32).efConstruction(100).replace(true).concurrently(concurrently), new OnFirstAdvance(() -> meanwhile.addAll(
                database.values("SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE indisvalid AND relname "
                        + "LIKE 'photos_vector%'"))));
        assertThat(meanwhile).contains("photos_vector_idx");
        assertThat(database.values(INDEXES)).containsExactly("photos_vector_idx");
        assertThat(database.value("SELECT reloptions::text FROM pg_class WHERE relname = 'photos_vector_idx'")).contains("m=32");
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void anInterruptedBuildLeavesNoIndex(boolean concurrently, boolean replace) throws Exception {
        List<String> before = List.of();
        if (replace) {
            build(plan().m(4).efConstruction(8), Progress.NONE);
            before = database.values(INDEXES);
        }
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread builder = new Thread(() -> {
            Thread self = Thread.currentThread();
            try {
                build(plan().m(32).efConstruction(400).concurrently(concurrently).replace(replace), new OnFirstAdvance(self::interrupt));
                failure.complete(null);
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        builder.start();
        assertThat(failure.get(120, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(database.values(INDEXES)).isEqualTo(before);
        assertThat(database.values("SELECT query FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%' AND state = 'active'")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerProcessThatIsTerminatedWhileItBuildsLeavesNoIndex(boolean concurrently) throws Exception {
        CompletableFuture<Cli.Result> build = CompletableFuture.supplyAsync(() -> concurrently
                ? database.cli("index", "photos.vector", "--m", "32", "--ef-construction", "400", "--concurrently")
                : database.cli("index", "photos.vector", "--m", "32", "--ef-construction", "400"));
        while (database.value("SELECT coalesce(sum(blocks_done), 0) FROM pg_stat_progress_create_index").equals("0")) {
            assertThat(build).isNotDone();
            Thread.sleep(50);
        }
        database.value("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_progress_create_index");
        Cli.Result result = build.get(120, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(database.values(INDEXES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBuildThatFailsAtABadRowLeavesNoIndex(boolean concurrently) throws SQLException {
        database.execute("CREATE TABLE uneven (v float2[])", "INSERT INTO uneven VALUES ('{1,2}'), ('{1,2,3}')");
        Cli.Result result = concurrently ? database.cli("index", "uneven.v", "--concurrently") : database.cli("index", "uneven.v");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("float2: ").contains("3").doesNotContain("\tat ");
        assertThat(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'uneven'::regclass")).isEqualTo("0");
        database.execute("DROP TABLE uneven");
    }

    @Test
    void whatCannotBeIndexedIsNamed() throws SQLException {
        database.execute("CREATE TABLE empty (v float4[], name text)");
        assertFails("there is no table nowhere in the database", "nowhere.v");
        assertFails("the table photos has no column nothing; it has id, vector", "photos.nothing");
        assertFails("the column empty.name is of type text, but vectors are float2[], float4[], smallint[], halfvec or vector", "empty.name");
        assertFails("empty.v has no vectors yet to tell their dimension; --dim gives it", "empty.v");
        assertFails(2, "\"photos\" is not a column: write table.column or schema.table.column", "photos");
        assertFails(2, "there is no index method btree here; it can be ann, ann_ivfflat, hnsw, ivfflat", "photos.vector", "--method", "btree");
        assertFails(2, "an ann index has m from 2 to 100, not 1", "photos.vector", "--m", "1");
        assertFails(2, "an ann index has an ef_construction of twice m or more: for m of 40 80, not 64",
                "photos.vector", "--m", "40", "--ef-construction", "64");
        assertFails("the memory \"much\" is no amount that maintenance_work_mem takes", "photos.vector", "--memory", "much");
        Cli.Result result = database.cli("index", "empty.v", "--dim", "3");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("float4_l2_ops) WITH (dim = 3,");
        database.execute("DROP TABLE empty");
    }

    @Test
    void theMemoryIsTakenForTheBuildAndTheEstimateComesBefore() throws Exception {
        Cli.Result small = database.cli("index", "photos.vector", "--memory", "4MB", "--dry-run");
        assertThat(small.err()).contains("the graph of 20000 rows takes about ", "more than maintenance_work_mem with 4 MB");
        Cli.Result large = database.cli("index", "photos.vector", "--memory", "200MB", "--dry-run");
        assertThat(large.err()).doesNotContain("takes about");
        assertThat(large.out()).contains("CREATE INDEX \"photos_vector_idx\"", "maintenance_work_mem is 210 MB", "nothing has been built");
        assertThat(database.values(INDEXES)).isEmpty();
    }

    /**
     * pgvector tells after how many rows the memory was full; the estimate for that many rows has to be about that memory. There are not many
     * rows more than fit on any version of the server, as those that come then take long.
     */
    @ParameterizedTest
    @CsvSource({"4,4,8500", "16,5,7000", "40,5,4200"})
    void theEstimateIsWithinAFifthOfWhatPgvectorTakes(int m, int megabytes, int rowCount) throws Exception {
        List<String> notes = new CopyOnWriteArrayList<>();
        database.execute("DROP TABLE IF EXISTS half", "CREATE TABLE half AS SELECT vector::halfvec(128) AS vector FROM photos WHERE id < " + rowCount,
                "ANALYZE half");
        IndexPlan.Builder plan = IndexPlan.on(ColumnName.parse("half.vector")).method("hnsw").m(m).efConstruction(2 * m)
                .memory(megabytes + "MB");
        IndexReport report = build(plan, new OnFirstAdvance(() -> { }) {
            @Override
            public void note(String line) {
                notes.add(line);
            }
        });
        String full = notes.stream().filter(note -> note.contains("no longer fits")).findFirst().orElseThrow();
        long rows = Long.parseLong(full.replaceAll(".*after (\\d+) tuples.*", "$1"));
        double estimate = (double) report.graphBytes() / report.rows() * rows;
        assertThat(estimate / (megabytes * 1024.0 * 1024)).as(full).isBetween(0.8, 1.2);
        database.execute("DROP TABLE half");
    }

    /** The server says at a debugging level whether the graph is built in memory: a tenth more than the estimate has to do for it. */
    @ParameterizedTest
    @CsvSource({"vector,6", "vector,30", "array_f16_to_f32(vector),16", "array_f16_to_f32(vector)::smallint[],16"})
    void theEstimateIsWithinATenthOfWhatAnnTakes(String vector, int m) throws Exception {
        database.execute("CREATE TABLE taken AS SELECT " + vector + " AS v FROM photos WHERE id < 4000", "ANALYZE taken");
        IndexPlan.Builder plan = IndexPlan.on(ColumnName.parse("taken.v")).m(m).efConstruction(2 * m);
        IndexReport report = build(plan.dryRun(true), Progress.NONE);
        assertThat(isBuiltInMemory(report.statement(), report.graphBytes() * 11 / 10)).isTrue();
        assertThat(isBuiltInMemory(report.statement(), report.graphBytes() * 9 / 10)).isFalse();
        database.execute("DROP TABLE taken");
    }

    private boolean isBuiltInMemory(String createIndex, long bytes) throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            statement.execute("SET client_min_messages = debug1");
            statement.execute("SET maintenance_work_mem = '" + bytes / 1024 + "kB'");
            statement.clearWarnings();
            statement.execute(createIndex);
            boolean inMemory = false;
            for (SQLWarning said = statement.getWarnings(); said != null; said = said.getNextWarning()) {
                inMemory |= said.getMessage().startsWith("building the graph in memory");
            }
            statement.execute("DROP INDEX taken_v_idx");
            return inMemory;
        }
    }

    /** pgvector refuses a build whose lists do not fit, and tells how much they take. */
    @Test
    void theEstimateOfListsIsWithinAFifthOfWhatPgvectorTakes() throws SQLException {
        database.execute("CREATE TABLE IF NOT EXISTS listed AS SELECT vector::halfvec(128) AS v FROM photos", "ANALYZE listed");
        String[] command = {"index", "listed.v", "--method", "ivfflat", "--lists", "1500", "--memory", "1MB"};
        Cli.Result refused = database.cli(command);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("maintenance_work_mem with 1 MB: the server will refuse");
        double required = Double.parseDouble(refused.err().replaceAll("(?s).*memory required is (\\d+) MB.*", "$1"));
        double estimate = Double.parseDouble(refused.err().replaceAll("(?s).*the lists take about (\\d+) MB.*", "$1"));
        assertThat(estimate / required).as(refused.err()).isBetween(0.8, 1.2);
        assertThat(database.cli("index", "--repair", "listed").out()).contains("nothing is wanted here");
        database.execute("DROP TABLE listed");
    }

    /** The index exists, but is not valid, while the build waits for the other transaction to end. */
    @Test
    void aConcurrentBuildThatIsCancelledWhileItWaitsLeavesNoIndex() throws Exception {
        try (Connection writer = database.open(); Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("UPDATE photos SET id = id WHERE id = 0");
            CompletableFuture<Cli.Result> build =
                    CompletableFuture.supplyAsync(() -> database.cli("index", "photos.vector", "--concurrently"));
            while (database.value("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'").equals("0")) {
                assertThat(build).isNotDone();
                Thread.sleep(50);
            }
            assertThat(database.values(INDEXES)).hasSize(1);
            database.value("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_progress_create_index");
            Thread.sleep(500);
            writer.rollback();
            assertThat(build.get(60, TimeUnit.SECONDS).exitCode()).isEqualTo(1);
        }
        assertThat(database.values(INDEXES)).isEmpty();
    }

    private void assertFails(String sentence, String... args) {
        assertFails(1, sentence, args);
    }

    private void assertFails(int exitCode, String sentence, String... args) {
        String[] command = new String[args.length + 1];
        command[0] = "index";
        System.arraycopy(args, 0, command, 1, args.length);
        Cli.Result result = database.cli(command);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains("float2: " + sentence);
    }

    private static IndexPlan.Builder plan() {
        return IndexPlan.on(ColumnName.parse("photos.vector"));
    }

    private IndexReport build(IndexPlan.Builder plan, Progress progress) throws SQLException, InterruptedException {
        return IndexBuilder.build(plan.build(), database.target()::open, progress);
    }

    /** Does something when the first progress is told. */
    private static class OnFirstAdvance implements Progress {

        /** What is done. */
        @FunctionalInterface
        interface Action {
            void run() throws SQLException;
        }

        private final Action action;
        private boolean done;

        OnFirstAdvance(Action action) {
            this.action = action;
        }

        @Override
        public void phase(String name, String unit, long total) {
            // Only advances count.
        }

        @Override
        public synchronized void advance(long count, long bytes) {
            if (!done) {
                done = true;
                try {
                    action.run();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void done() {
            // Only advances count.
        }

        @Override
        public void note(String line) {
            // Only advances count.
        }
    }
}
