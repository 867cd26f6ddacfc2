package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.index.BuildOptions;
import io.float2.index.IndexOutcome;
import io.float2.index.IndexRepair;
import io.float2.index.IndexSetReport;
import io.float2.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wanted, what is left after a command has been killed, and how it is mended. */
@WithDatabase
@Timeout(180)
class IndexRepairIT {

    private static final String INDEXES = "SELECT c.relname || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END FROM pg_index AS i "
            + "JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid = 'photos'::regclass ORDER BY 1";
    private static final String BUILDING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%' AND state = 'active' "
            + "AND datname = current_database()";

    private final TestDatabase database;

    @TempDir
    Path directory;

    private Path errors;
    private int started;

    IndexRepairIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void load(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE photos AS SELECT i AS id, i % 3 AS part, gen_rand_f2_arr(100, 32 + 0 * i) AS v "
                + "FROM generate_series(1, 6000) AS i", "ANALYZE photos");
    }

    @AfterEach
    void clean() throws SQLException {
        for (String index : database.values(INDEXES)) {
            database.execute("DROP INDEX \"" + index.replace(" invalid", "") + "\"");
        }
        database.execute("DROP SCHEMA IF EXISTS float2_admin CASCADE");
    }

    @Test
    void nothingWantedIsSaidAndIsNoFailure() throws SQLException {
        Cli.Result result = database.cli("index", "--repair");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("nothing is wanted here, so there is nothing to repair\n");
        assertThat(database.value("SELECT to_regnamespace('float2_admin') IS NULL")).isEqualTo("t");
        assertThat(database.cli("index", "--repair", "nowhere").err()).contains("float2: there is no table nowhere in the database");
    }

    @Test
    void whatWasDroppedOrIsInvalidIsBuiltAndTheRestIsLeftAlone() throws Exception {
        build("--per-value", "part");
        String kept = database.value("SELECT 'photos_v_part_0_idx'::regclass::oid");
        database.execute("DROP INDEX photos_v_part_1_idx",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'photos_v_part_2_idx'::regclass");
        assertThat(database.cli("index", "--repair", "--dry-run").out()).contains("to be built", "nothing has been built");
        assertThat(database.values(INDEXES)).containsExactly("photos_v_part_0_idx", "photos_v_part_2_idx invalid");
        IndexSetReport report = IndexRepair.repair(null, new BuildOptions(false, null, 2, false), database.target()::open, Progress.NONE);
        assertThat(report.indexes()).extracting(IndexOutcome::state).containsExactlyInAnyOrder(
                IndexOutcome.State.THERE, IndexOutcome.State.BUILT, IndexOutcome.State.REBUILT);
        assertThat(database.values(INDEXES)).containsExactly("photos_v_part_0_idx", "photos_v_part_1_idx", "photos_v_part_2_idx");
        assertThat(database.value("SELECT 'photos_v_part_0_idx'::regclass::oid")).isEqualTo(kept);
    }

    @Test
    void whatIsForgottenIsNotBuiltAgain() throws SQLException {
        build("--name", "gone");
        database.execute("DROP INDEX gone");
        assertThat(database.cli("index", "--forget", "gone").out()).contains("gone is no longer wanted");
        assertThat(database.cli("index", "--repair").out()).contains("nothing is wanted here");
        Cli.Result again = database.cli("index", "--forget", "gone");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("float2: the index gone is not on the list of those that are wanted");
    }

    @Test
    void anIndexWhoseTableIsGoneIsListed() throws SQLException {
        database.execute("CREATE TABLE brief AS SELECT v FROM photos LIMIT 10");
        assertThat(database.cli("index", "brief.v").exitCode()).isZero();
        database.execute("DROP TABLE brief");
        Cli.Result result = database.cli("index", "--repair");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("brief_v_idx  left out", "the table public.brief is gone");
    }

    @Test
    void aBuildThatTheServerRefusesIsNotWanted() throws SQLException {
        database.execute("CREATE TABLE uneven (v float2[])", "INSERT INTO uneven VALUES ('{1,2}'), ('{1,2,3}')");
        assertThat(database.cli("index", "uneven.v").exitCode()).isEqualTo(1);
        assertThat(database.cli("index", "--repair").out()).contains("nothing is wanted here");
        database.execute("DROP TABLE uneven");
    }

    @Test
    void theListHasAComment() throws SQLException {
        build("--name", "noted", "--memory", "64MB");
        assertThat(database.value("SELECT concat_ws('|', schema_name, index_name, table_name, concurrent, maintenance_work_mem) "
                + "FROM float2_admin.wanted_index")).isEqualTo("public|noted|photos|f|64MB");
        assertThat(database.value("SELECT obj_description('float2_admin.wanted_index'::regclass)")).contains("float2 index --repair");
        assertThat(database.values("SELECT attname FROM pg_attribute WHERE attrelid = 'float2_admin.wanted_index'::regclass AND attnum > 0 "
                + "AND col_description(attrelid, attnum) IS NULL")).isEmpty();
    }

    @Test
    void aUserWhoMayNotKeepTheListBuildsWithoutIt() throws SQLException {
        database.execute("DROP ROLE IF EXISTS builder", "CREATE ROLE builder LOGIN PASSWORD 'builder'", "CREATE SCHEMA own AUTHORIZATION builder",
                "CREATE TABLE own.few AS SELECT v FROM photos LIMIT 10", "ALTER TABLE own.few OWNER TO builder");
        Cli.Result result = Cli.run("index", "own.few.v", "--dsn",
                database.url().replaceFirst("//[^@]*@", "//builder:builder@"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("what is built is not noted for --repair: permission denied for database");
        database.execute("DROP SCHEMA own CASCADE", "DROP ROLE builder");
    }

    /** SIGKILL: the server notices within seconds, and leaves an invalid index. */
    @Test
    void aConcurrentBuildWhoseCommandWasKilledIsMended() throws Exception {
        try (Connection writer = database.open(); Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("UPDATE photos SET id = id WHERE id = 1");
            Process command = start("index", "photos.v", "--concurrently", "--name", "killed", "--m", "4", "--ef-construction", "8");
            await("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'", "1");
            command.destroyForcibly().waitFor();
            await(BUILDING, "0");
            writer.rollback();
        }
        assertThat(database.values(INDEXES)).containsExactly("killed invalid");
        Cli.Result build = database.cli("index", "photos.v", "--name", "killed");
        assertThat(build.err()).contains("float2: there is killed already, left invalid by an interrupted build; --repair builds it anew");
        Cli.Result repair = database.cli("index", "--repair", "photos");
        assertThat(repair.exitCode()).as(repair.err()).isZero();
        assertThat(repair.err()).contains("dropping killed, which an interrupted build has left invalid");
        assertThat(repair.out()).contains("killed  built anew", "1 built anew");
        assertThat(database.values(INDEXES)).containsExactly("killed");
    }

    /** The server process may outlive the command: a repair waits for its end. */
    @Test
    void aRepairWaitsForABuildThatGoesOn() throws Exception {
        try (Connection writer = database.open(); Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("UPDATE photos SET id = id WHERE id = 1");
            Process command = start("index", "photos.v", "--concurrently", "--name", "slow", "--m", "4", "--ef-construction", "8");
            await("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'", "1");
            Process repair = start("index", "--repair");
            while (!error().contains("waiting for the server process")) {
                assertThat(repair.isAlive()).as(error()).isTrue();
                Thread.sleep(50);
            }
            writer.rollback();
            assertThat(command.waitFor()).isZero();
            assertThat(repair.waitFor()).isZero();
        }
        assertThat(database.values(INDEXES)).containsExactly("slow");
    }

    /** SIGTERM, as Ctrl-C: nothing half made is left, and all stays wanted. */
    @Test
    void aSetThatWasInterruptedIsFinishedByARepair() throws Exception {
        Process command = start("index", "photos.v", "--per-value", "part", "--m", "48", "--ef-construction", "600", "--concurrently");
        await("SELECT count(*) FROM pg_stat_progress_create_index WHERE blocks_done > 0", "1");
        command.destroy();
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isNotZero();
        assertThat(error()).contains("what has not been built stays wanted: float2 index --repair goes on with it");
        assertThat(database.values(INDEXES)).isEmpty();
        database.execute("UPDATE float2_admin.wanted_index SET definition = replace(replace(definition, 'm = 48', 'm = 4'), "
                + "'ef_construction = 600', 'ef_construction = 8')");
        assertThat(database.cli("index", "--repair").out()).contains("3 built in ");
        assertThat(database.values(INDEXES)).containsExactly("photos_v_part_0_idx", "photos_v_part_1_idx", "photos_v_part_2_idx");
    }

    /** Killed between the build and the swap of names. */
    @Test
    void whatWasToReplaceAnIndexIsDropped() throws SQLException {
        build("--name", "old");
        database.execute("CREATE INDEX old__building_abc12 ON photos USING ann (v) WITH (m = 4, ef_construction = 8)");
        Cli.Result repair = database.cli("index", "--repair");
        assertThat(repair.err()).contains("dropping old__building_abc12, which an interrupted build has left");
        assertThat(repair.out()).contains("old    there already");
        assertThat(database.values(INDEXES)).containsExactly("old");
    }

    private void build(String... options) {
        String[] command = new String[options.length + 6];
        System.arraycopy(new String[] {"index", "photos.v", "--m", "4", "--ef-construction", "8"}, 0, command, 0, 6);
        System.arraycopy(options, 0, command, 6, options.length);
        Cli.Result result = database.cli(command);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    /** Starts a command whose errors {@link #error} has, unless another is started. */
    private Process start(String... arguments) throws IOException {
        errors = directory.resolve("errors-" + ++started + ".txt");
        ProcessBuilder builder = CommandProcess.builder(Map.of(), withDsn(arguments));
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(errors.toFile()).start();
    }

    private String[] withDsn(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dsn", database.url()));
        return all.toArray(String[]::new);
    }

    private String error() throws IOException {
        return Files.readString(errors);
    }

    private void await(String query, String value) throws SQLException, InterruptedException {
        while (!database.value(query).equals(value)) {
            Thread.sleep(50);
        }
    }
}
