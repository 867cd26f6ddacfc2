package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads in several shards: what was broken off goes on, and every row is in the table once. */
@WithDatabase
@Timeout(120)
class LoadShardIT {

    private static final int ROWS = 10_000;
    private static final int DIMENSION = 16;

    private final TestDatabase database;

    @TempDir
    Path directory;

    private Path file;

    LoadShardIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void makeTableAndFile() throws SQLException {
        database.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "DROP SCHEMA IF EXISTS float2_admin CASCADE",
                "CREATE EXTENSION float2 CASCADE", "CREATE TABLE target (id bigint, v float2[])");
        file = VectorFiles.fvecs(directory.resolve("x.fvecs"), IntStream.range(0, ROWS).mapToObj(LoadShardIT::vector).toArray(float[][]::new));
    }

    /** Halves hold every one of these numbers as it is. */
    private static float[] vector(int row) {
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (row * 31 + i) % 2048;
        }
        return values;
    }

    @Test
    void aKilledLoadGoesOnWhereItWasBrokenOff() throws Exception {
        makeGated(6500);
        Process load = start("-t", "target", "--id", "id", "--import-id", "killed", "--shard-rows", "1000", "-j", "2");
        awaitSleeper();
        assertThat(cli("load", "--status", "killed").out()).contains("running, server process");
        load.destroyForcibly().waitFor();
        database.execute("DELETE FROM gate");
        String before = database.value("SELECT count(*) FROM target");
        assertThat(Integer.parseInt(before)).isBetween(5000, 9000).isEqualTo(Integer.parseInt(before) / 1000 * 1000);
        awaitUnlocked();
        assertThat(cli("load", "--status", "killed").out()).contains("killed, begun", "loads what is missing");

        Cli.Result rest = load("-t", "target", "--id", "id", "--import-id", "killed", "-j", "3");
        assertThat(rest.exitCode()).as(rest.err()).isZero();
        assertThat(rest.out()).contains("and " + Integer.parseInt(before) / 1000 + " with " + String.format(Locale.ROOT, "%,d", Integer.parseInt(before))
                + " rows before");
        assertEveryRowIsThereOnce("target", "v");
        assertThat(database.value("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"))
                .as("the killed load's shard is still on the server").isEqualTo("t");
        assertEveryRowIsThereOnce("target", "v");

        Cli.Result again = load("-t", "target", "--id", "id", "--import-id", "killed");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("the import \"killed\" is finished already");
        assertEveryRowIsThereOnce("target", "v");
        database.execute("DROP TABLE target", "CREATE TABLE target (id bigint, v float2[])");
        assertThat(load("-t", "target", "--id", "id", "--import-id", "killed").err()).contains("its table target has been dropped since");
    }

    /** All shards are in then, and only the old table's lock is in the way. */
    @Test
    void aNewTableOfAKilledLoadIsTakenUpOrClearedAway() throws Exception {
        String[] making = {"-t", "target", "--create", "--drop", "--import-id", "first", "--shard-rows", "2500", "-j", "2"};
        String leftovers = "SELECT count(*) FROM pg_class WHERE relname LIKE 'target\\_\\_loading\\_%'";
        for (int round = 0; round < 2; round++) {
            try (Connection locker = database.open(); Statement statement = locker.createStatement()) {
                locker.setAutoCommit(false);
                statement.execute("LOCK TABLE target IN ACCESS SHARE MODE");
                Process load = start(making);
                await("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
                        + "AND query LIKE 'DROP TABLE%'");
                load.destroyForcibly().waitFor();
                locker.rollback();
            }
            awaitUnlocked();
            assertThat(database.value(leftovers)).isEqualTo("1");
            if (round == 0) {
                Cli.Result rest = load(making);
                assertThat(rest.exitCode()).as(rest.err()).isZero();
                making[5] = "second";
            }
        }
        Cli.Result other = load("-t", "target", "--create", "--drop", "--import-id", "third", "--shard-rows", "2500");
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(other.err()).contains("of the import \"second\" has been dropped");
        assertThat(database.value(leftovers)).isEqualTo("0");
        assertEveryRowIsThereOnce("target", "vector");
        assertThat(database.value("SELECT string_agg(id || ' ' || state, ', ' ORDER BY id) FROM float2_admin.load_import"))
                .isEqualTo("first finished, second dropped, third finished");
    }

    @Test
    void anInterruptedLoadSaysHowToGoOn() throws Exception {
        makeGated(6500);
        Path errors = directory.resolve("errors.txt");
        Process load = builder("-t", "target", "--id", "id", "--import-id", "stopped", "--shard-rows", "1000", "-j", "1")
                .redirectError(errors.toFile()).start();
        awaitSleeper();
        // SIGTERM; it is handled as Ctrl-C is.
        load.destroy();
        assertThat(load.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(load.exitValue()).isNotZero();
        assertThat(errors).content().contains("6 of 10 shards are in the table; the same command again goes on");
        database.execute("DELETE FROM gate");
        assertThat(database.value("SELECT count(*) FROM target")).isEqualTo("6000");
        assertThat(cli("load", "--status", "stopped").out()).contains("stopped", "6 done, 0 running, 0 failed, 4 waiting");
        assertThat(load("-t", "target", "--id", "id", "--import-id", "stopped").exitCode()).isZero();
        assertEveryRowIsThereOnce("target", "v");
    }

    @Test
    void twoLoadersWithTheSameIdDoNotLoadTwice() throws Exception {
        makeGated(6500);
        CompletableFuture<Cli.Result> first = CompletableFuture.supplyAsync(
                () -> load("-t", "target", "--id", "id", "--import-id", "same", "--shard-rows", "1000", "-j", "2"));
        awaitSleeper();
        Cli.Result second = load("-t", "target", "--id", "id", "--import-id", "same", "--shard-rows", "1000", "-j", "2");
        assertThat(second.exitCode()).isOne();
        assertThat(second.err()).contains("the import \"same\" is being loaded by another command, whose server process is ");
        database.execute("DELETE FROM gate", "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
        Cli.Result result = first.get(60, TimeUnit.SECONDS);
        // The cancelled shard has failed, and the rest of the import has gone on.
        assertThat(result.exitCode()).isOne();
        assertThat(result.out()).contains("1 of 10 shards failed", "shard 7, rows 6,001 to 7,000, 1 attempt:");
        assertThat(load("-t", "target", "--id", "id", "--import-id", "same").exitCode()).isZero();
        assertEveryRowIsThereOnce("target", "v");
    }

    @Test
    void aTerminatedServerProcessIsReplacedByAnother() throws Exception {
        makeGated(6500);
        CompletableFuture<Cli.Result> load = CompletableFuture.supplyAsync(
                () -> load("-t", "target", "--id", "id", "--import-id", "terminated", "--shard-rows", "2500", "-j", "2"));
        awaitSleeper();
        database.execute("DELETE FROM gate", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
                // The ledger's own, too.
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'float2' AND state = 'idle' "
                        + "AND datname = current_database() AND query LIKE '%load_%'");
        Cli.Result result = load.get(60, TimeUnit.SECONDS);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("shard 3, rows 5,001 to 7,500: ", "trying again in 0.5 s (attempt 2 of 7)");
        assertThat(result.out()).containsPattern("retries +1\n");
        assertEveryRowIsThereOnce("target", "v");
    }

    @Test
    void aBadRowFailsItsShardAlone() throws Exception {
        byte[] bytes = VectorFiles.read(file);
        int at = 6_200 * (4 + 4 * DIMENSION);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 3);
        VectorFiles.write(file, bytes);
        String[] args = {"-t", "target", "--id", "id", "--import-id", "bad", "--shard-rows", "1000", "-j", "2"};
        Cli.Result result = load(args);
        assertThat(result.exitCode()).isOne();
        assertThat(result.out()).contains("1 of 10 shards failed", "shard 7, rows 6,001 to 7,000, 1 attempt:",
                "x.fvecs, row 6201: the dimension is 3, but that of row 1 is 16", "--import-id bad loads what is missing");
        assertThat(database.value("SELECT count(*) || ' ' || count(*) FILTER (WHERE id BETWEEN 6000 AND 6999) FROM target"))
                .isEqualTo("9000 0");
        assertThat(cli("load", "--status", "bad", "--json").out()).contains("\"state\":\"failed\"", "\"done\":9", "\"failed\":1",
                "\"waiting\":0", "\"totalRows\":10000", "\"shard\":7");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, DIMENSION);
        VectorFiles.write(file, bytes);
        assertThat(load(args).exitCode()).isZero();
        assertEveryRowIsThereOnce("target", "v");
    }

    @Test
    void anotherInputUnderTheSameIdIsRefused() throws Exception {
        database.execute("ALTER TABLE target ADD CHECK (id <> 6200)");
        String[] args = {"-t", "target", "--id", "id", "--import-id", "once", "--shard-rows", "1000"};
        assertThat(load(args).exitCode()).isOne();
        assertRefused("was begun with another --limit: none, now it is 500", "-t", "target", "--id", "id", "--limit", "500");
        assertRefused("was begun with another --id: \"id\", now it is by default", "-t", "target");
        assertRefused("was begun with another --shard-rows: 1000, now it is 999", "-t", "target", "--id", "id", "--shard-rows", "999");
        database.execute("CREATE TABLE other (id bigint, v float2[])");
        assertRefused("was begun with another table: \"public\".\"target\", now it is \"public\".\"other\"", "-t", "other", "--id", "id");
        VectorFiles.fvecs(file, vector(1));
        assertRefused("was begun with another source 1: x.fvecs, 680,000 bytes, ", "-t", "target", "--id", "id");
        database.execute("DROP TABLE target", "CREATE TABLE target (id bigint, v float2[])");
        makeTableFileAgain();
        assertRefused("the table target is not the one that the import \"once\" was begun with", "-t", "target", "--id", "id");
        assertThat(database.value("SELECT count(*) FROM target")).isEqualTo("0");
    }

    @Test
    void anImportOfWhichNothingIsThereMayBeginAnew() throws Exception {
        database.execute("ALTER TABLE target ADD CHECK (id < 0)");
        assertThat(load("-t", "target", "--id", "id", "--import-id", "anew").exitCode()).isOne();
        database.execute("ALTER TABLE target DROP CONSTRAINT target_id_check");
        assertThat(load("-t", "target", "--id", "id", "--import-id", "anew", "--limit", "10").exitCode()).isZero();
        assertThat(database.value("SELECT count(*) FROM target")).isEqualTo("10");
    }

    @Test
    void textIsCutIntoShardsWithoutItsLengthBeingKnown() throws Exception {
        StringBuilder text = new StringBuilder("id,v\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(row).append(",\"[").append(String.join(",", strings(vector(row)))).append("]\"\n");
        }
        Path csv = VectorFiles.text(directory.resolve("x.csv"), text.toString());
        for (String size : List.of("999", "2500", "10000")) {
            database.execute("TRUNCATE target");
            Cli.Result result = cli("load", csv.toString(), "-t", "target", "-j", "3", "--shard-rows", size);
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertEveryRowIsThereOnce("target", "v");
        }
        assertThat(database.values("SELECT count(*) FROM float2_admin.load_shard GROUP BY import ORDER BY 1")).containsExactly("1", "4", "11");
    }

    @Test
    void manyLoadsMayMakeTheLedgerAtOnce() throws Exception {
        List<CompletableFuture<Cli.Result>> loads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String table = "new" + i;
            loads.add(CompletableFuture.supplyAsync(() -> load("-t", table, "--create", "--shard-rows", "5000", "-j", "2")));
        }
        for (CompletableFuture<Cli.Result> load : loads) {
            Cli.Result result = load.get(60, TimeUnit.SECONDS);
            assertThat(result.exitCode()).as(result.err()).isZero();
        }
        for (int i = 0; i < 6; i++) {
            assertEveryRowIsThereOnce("new" + i, "vector");
        }
        assertThat(database.value("SELECT count(*) FROM float2_admin.load_import WHERE state = 'finished'")).isEqualTo("6");
        assertThat(database.values("SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'float2_admin'::regnamespace "
                + "AND c.relkind = 'r' AND obj_description(c.oid, 'pg_class') IS NULL")).isEmpty();
    }

    @Test
    void whoMayOnlyWriteIntoTheTableLoadsItInOneTransaction() throws Exception {
        database.execute("DROP ROLE IF EXISTS float2_writer", "CREATE ROLE float2_writer LOGIN PASSWORD 'of the writer'", "GRANT USAGE ON SCHEMA public TO float2_writer",
                "GRANT SELECT, INSERT ON target TO float2_writer");
        String owner = database.target().user();
        Cli.Result result = Cli.run("load", file.toString(), "-t", "target", "--id", "id", "-j", "2", "--shard-rows", "1000",
                "--dsn", database.url().replaceFirst("//" + owner + "(:[^@]*)?@", "//float2_writer:of%20the%20writer@"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("the load is one transaction, as this user may not keep a ledger");
        assertEveryRowIsThereOnce("target", "v");
        database.execute("DROP OWNED BY float2_writer", "DROP ROLE float2_writer");
    }

    @Test
    void anUnknownImportHasNoStatus() {
        Cli.Result result = cli("load", "--status", "nobody");
        assertThat(result.exitCode()).isOne();
        assertThat(result.err()).contains("float2: there is no import \"nobody\" in the database");
    }

    private void makeTableFileAgain() {
        VectorFiles.fvecs(file, IntStream.range(0, ROWS).mapToObj(LoadShardIT::vector).toArray(float[][]::new));
    }

    private void assertRefused(String sentence, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--import-id", "once"));
        Cli.Result result = load(all.toArray(String[]::new));
        assertThat(result.exitCode()).isOne();
        assertThat(result.err()).contains(sentence);
    }

    /** The row of that id waits when it comes, as long as its id is in the table gate. */
    private void makeGated(int id) throws SQLException {
        database.execute("CREATE TABLE gate (id bigint)", "INSERT INTO gate VALUES (" + id + ")", """
                CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.id % 500 = 0 AND EXISTS (SELECT FROM gate WHERE id = NEW.id) THEN PERFORM pg_sleep(100); END IF;
                    RETURN NEW;
                END $$""", "CREATE TRIGGER gated BEFORE INSERT ON target FOR EACH ROW EXECUTE FUNCTION wait_at_gate()");
    }

    private void awaitSleeper() throws Exception {
        await("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'");
    }

    private void await(String count) throws Exception {
        for (int i = 0; i < 600; i++) {
            if (!database.value(count).equals("0")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("never came about: " + count);
    }

    /** The server notices at once that the ledger's connection is gone, though it may be a while at a statement of another. */
    private void awaitUnlocked() throws Exception {
        await("SELECT (count(*) = 0)::int FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database "
                + "WHERE locktype = 'advisory' AND datname = current_database()");
    }

    private Cli.Result load(String... args) {
        List<String> all = new ArrayList<>(List.of("load", file.toString()));
        all.addAll(List.of(args));
        return cli(all.toArray(String[]::new));
    }

    private Cli.Result cli(String... args) {
        return database.cli(args);
    }

    private Process start(String... args) throws IOException {
        return builder(args).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private ProcessBuilder builder(String... args) {
        List<String> all = new ArrayList<>(List.of("load", file.toString()));
        all.addAll(List.of(args));
        all.addAll(List.of("--dsn", database.url()));
        return CommandProcess.builder(Map.of(), all.toArray(String[]::new)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private static List<String> strings(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> String.valueOf((int) values[i])).toList();
    }

    /** And as it is in the file. */
    private void assertEveryRowIsThereOnce(String table, String column) throws SQLException {
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || min(id) || ' ' || max(id) FROM " + table))
                .isEqualTo(ROWS + " " + ROWS + " 0 " + (ROWS - 1));
        assertThat(database.value("SELECT count(*) FROM " + table + " WHERE " + column + " <> (SELECT array_agg(((id * 31 + i) % 2048)::float4 "
                + "ORDER BY i) FROM generate_series(0, " + (DIMENSION - 1) + ") AS i)::float2[]")).isEqualTo("0");
    }
}
