package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.loader.LoadPlan;
import io.float2.loader.VectorLoader;
import io.float2.progress.Progress;
import io.float2.sql.TableName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that fail: one sentence, and neither rows nor tables are left. */
@WithDatabase
@Timeout(120)
class LoadFailureIT {

    private static final Path PHOTOS = SampleData.photos();

    private final TestDatabase database;

    @TempDir
    Path directory;

    LoadFailureIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void makeTable() throws SQLException {
        database.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CREATE EXTENSION float2 CASCADE",
                "CREATE TABLE kept (id bigint, name text, v float2[])", "INSERT INTO kept VALUES (-1, 'old', '{1,2}')");
    }

    /** Whatever happened, the one old row is all there is. */
    @AfterEach
    void onlyTheOldRowIsThere() throws SQLException {
        assertThat(database.values("SELECT kept::text FROM kept")).containsExactly("(-1,old,\"{1,2}\")");
        assertThat(database.values("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
                + "AND relname <> 'kept'")).isEmpty();
    }

    @Test
    void brokenFilesAreNamedWithTheirRow() {
        byte[] good = VectorFiles.read(VectorFiles.fvecs(directory.resolve("good.fvecs"), new float[] {1, 2}, new float[] {3, 4}));
        assertFails(file("cut.fvecs", Arrays.copyOf(good, 20)), "cut.fvecs, row 2: cut off after 8 of its 12 bytes");
        assertFails(file("empty.fvecs", new byte[0]), "empty.fvecs holds no vectors: it is empty");
        assertFails(file("zero.fvecs", header(0)), "zero.fvecs, row 1: the dimension is 0, but it can be 1 to 16000");
        assertFails(file("negative.fvecs", header(-2)), "negative.fvecs, row 1: the dimension is -2, but it can be 1 to 16000");
        assertFails(file("huge.fvecs", header(Integer.MAX_VALUE)), "huge.fvecs, row 1: the dimension is 2147483647, but");
        assertFails(file("text.fvecs", "id,name\n1,a\n".getBytes(StandardCharsets.US_ASCII)), "this does not look like fvecs");
        assertFails(directory.resolve("missing.fvecs"), "there is no file " + directory.resolve("missing.fvecs"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aBadRowInTheLastBatchTakesAllRowsBack(int jobs) throws SQLException {
        Path file = csv("id,name,v\n", 30_000, "x,last,\"[1,2]\"\n");
        assertFails(file, jobs, "x.csv, row 30001: the column id has \"x\", which is no bigint");
        Path vectors = csv("id,name,v\n", 30_000, "1,last,\"[1,2,3]\"\n");
        assertFails(vectors, jobs, "x.csv, row 30001: the dimension is 3, but that of row 1 is 2");
        Cli.Result result = database.cli("load", vectors.toString(), "-t", "made", "--create", "-j", String.valueOf(jobs));
        assertThat(result.err()).contains("x.csv, row 30001: the dimension is 3");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void metadataOfAnotherNumberOfRowsNamesBothCounts(int jobs) {
        Path metadata = VectorFiles.text(directory.resolve("m.csv"), "name\n" + "x\n".repeat(19_999));
        Cli.Result result = database.cli("load", PHOTOS.resolve("base.bvecs").toString(), "--metadata", metadata.toString(), "-t", "made",
                "--create", "-j", String.valueOf(jobs));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("m.csv has 19999 rows, but ", "base.bvecs holds 20000 vectors");
    }

    @Test
    void vectorsOfAnotherLengthThanTheTablesNameBothLengths() throws SQLException {
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1, 2, 3});
        assertFails("x.fvecs holds vectors of dimension 3, but those in kept.v are of dimension 2", file.toString(), "-t", "kept");
        database.execute("CREATE TABLE indexed (v float2[])", "CREATE INDEX ON indexed USING ann (v) WITH (dim = 5)");
        Cli.Result result = database.cli("load", file.toString(), "-t", "indexed");
        assertThat(result.err()).contains("x.fvecs holds vectors of dimension 3, but the ann index on indexed.v is for dimension 5");
        assertThat(database.value("SELECT count(*) FROM indexed")).isEqualTo("0");
        database.execute("DROP TABLE indexed");
    }

    @Test
    void columnsThatDoNotFitAreNamed() {
        Path file = VectorFiles.text(directory.resolve("x.csv"), "id,colour,v\n1,red,\"[1,2]\"\n");
        assertFails("the column colour of " + file + " has no namesake in the table kept, which has id, name, v; --columns says",
                file.toString(), "-t", "kept");
        assertFails("the table kept has no column shade; it has id, name, v", file.toString(), "-t", "kept", "--columns", "id,colour=shade");
        assertFails("--columns names color, but the files have id, colour", file.toString(), "-t", "kept", "--columns", "color=name");
        assertFails("the column id of the table kept would be filled twice: from row number and from x.csv: id",
                file.toString(), "-t", "kept", "--columns", "id", "--id", "id");
        assertFails("the column kept.name is of type text; vectors go into float2[], float4[], halfvec, vector or smallint[]",
                file.toString(), "-t", "kept", "--columns", "id", "--vector", "name");
        assertFails("there is no table nowhere in the database \"" + database.target().database() + "\"; --create makes one",
                file.toString(), "-t", "nowhere");
    }

    @Test
    void plansThatContradictThemselvesAreRefused() {
        String file = PHOTOS.resolve("base.bvecs").toString();
        assertFails(2, "a table that is created is not truncated", file, "-t", "made", "--create", "--truncate");
        assertFails(2, "--drop drops a table to create it anew", file, "-t", "kept", "--drop");
        assertFails(2, "a load takes 1 to 64 jobs, not 0", file, "-t", "kept", "-j", "0");
        assertThat(database.cli("load", file, "-t", "kept", "--type", "float3").exitCode()).isEqualTo(2);
        assertThat(database.cli("load", file).exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aValueThatTheServerRefusesIsNamedWithItsRow(int jobs) throws SQLException {
        database.execute("ALTER TABLE kept ADD CONSTRAINT short CHECK (length(name) < 10)");
        assertFails(csv("id,name,v\n", 25_000, "1,much too long a name,\"[1,2]\"\n"), jobs,
                "x.csv, row 25001: new row for relation \"kept\" violates check constraint \"short\"");
    }

    @Test
    void aKeyThatIsThereAlreadyIsNamedWithItsRow() throws SQLException {
        database.execute("ALTER TABLE kept ADD PRIMARY KEY (id)");
        assertFails(csv("id,name,v\n", 25_000, "-1,again,\"[1,2]\"\n"), 1,
                "x.csv, row 25001: duplicate key value violates unique constraint \"kept_pkey\" (Key (id)=(-1) already exists.)");
    }

    /** The first batch has 64 rows, the second 4,096: its first, middle and last one. */
    @ParameterizedTest
    @ValueSource(ints = {65, 2_000, 4_160})
    void aBadRowIsNamedWhereverItStandsInItsBatch(int row) throws SQLException {
        assertFails(csv("id,name,v\n", row - 1, "1,bad,\"[1,2,3]\"\n"), 2,
                "x.csv, row " + row + ": the dimension is 3, but that of row 1 is 2");
        assertFails(csv("id,name,v\n", row - 1, "one,bad,\"[1,2]\"\n"), 2,
                "x.csv, row " + row + ": the column id has \"one\", which is no bigint");
        database.execute("ALTER TABLE kept ADD CONSTRAINT good CHECK (name <> 'bad')");
        assertFails(csv("id,name,v\n", row - 1, "1,bad,\"[1,2]\"\n" + "2,good,\"[1,2]\"\n".repeat(5_000)), 2,
                "x.csv, row " + row + ": new row for relation \"kept\" violates check constraint \"good\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aKeyTwiceInTheFilesMakesNoTable(int jobs) {
        Path file = csv("id,name,v\n", 5_000, "17,again,\"[1,2]\"\n");
        assertFails("the column id holds a value twice and cannot be the primary key; --no-key loads it without one",
                file.toString(), "-t", "made", "--create", "-j", String.valueOf(jobs));
    }

    @Test
    void aDeferredConstraintIsCheckedBeforeAnythingIsCommitted() throws SQLException {
        database.execute("ALTER TABLE kept ADD UNIQUE (name) DEFERRABLE INITIALLY DEFERRED");
        Path file = VectorFiles.text(directory.resolve("x.csv"), "id,name,v\n1,a,\"[1,2]\"\n2,a,\"[1,2]\"\n");
        Cli.Result result = database.cli("load", file.toString(), "-t", "kept", "-j", "2");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("duplicate key value violates unique constraint");
    }

    @Test
    void anOverflowIsRefusedWhenAsked() {
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1, 2}, new float[] {3, 65520});
        assertFails("x.fvecs, row 2: the value 2 of the vector, 65520.0, is too large for float2, which ends at 65504",
                file.toString(), "-t", "kept", "--on-overflow", "reject");
    }

    @Test
    void aTableThatCannotBeTruncatedStaysAsItIs() throws SQLException {
        database.execute("ALTER TABLE kept ADD PRIMARY KEY (id)", "CREATE TABLE child (id bigint REFERENCES kept)");
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1, 2});
        assertFails("cannot truncate a table referenced in a foreign key constraint", file.toString(), "-t", "kept", "--truncate");
        database.execute("DROP TABLE child");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theOldTableStaysWhenTheNewOneFails(int jobs) {
        Path file = csv("id,name,v\n", 20_000, "1,last,\"[1]\"\n");
        assertFails("x.csv, row 20001: the dimension is 1, but that of row 1 is 2",
                file.toString(), "-t", "kept", "--create", "--drop", "-j", String.valueOf(jobs));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aServerProcessThatIsTerminatedWhileItCopiesLeavesNoRows(int jobs) throws Exception {
        makeSleepy();
        CompletableFuture<Cli.Result> load = CompletableFuture.supplyAsync(
                () -> database.cli("load", csv("id,name,v\n", 20_000, "").toString(), "-t", "kept", "-j", String.valueOf(jobs),
                        "--retries", "0"));
        awaitSleeper();
        assertThat(database.value("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
                + "AND wait_event = 'PgSleep'")).isNotEqualTo("0");
        Cli.Result result = load.get(60, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("float2: ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anInterruptedThreadLeavesNoRows(int jobs) throws Exception {
        makeSleepy();
        LoadPlan plan = LoadPlan.of(TableName.parse("kept"), csv("id,name,v\n", 20_000, "")).jobs(jobs).build();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                VectorLoader.load(plan, database.target()::open, Progress.NONE);
                failure.complete(null);
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        thread.start();
        awaitSleeper();
        thread.interrupt();
        assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(database.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"))
                .isEqualTo("0");
    }

    /** All rows have been sent then, and only the old table's lock is in the way. */
    @Test
    void aSignalAtTheLastMomentLeavesTheOldTable() throws Exception {
        try (Connection locker = database.open(); Statement statement = locker.createStatement()) {
            locker.setAutoCommit(false);
            statement.execute("LOCK TABLE kept IN ACCESS SHARE MODE");
            Process load = CommandProcess.builder(Map.of(), "load", PHOTOS.resolve("base.bvecs").toString(), "-t", "kept", "--create",
                    "--drop", "-j", "2", "--dsn", database.url()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            await("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
                    + "AND query LIKE 'DROP TABLE%'", load);
            // SIGTERM; it is handled as Ctrl-C is.
            load.destroy();
            assertThat(load.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(load.exitValue()).isNotZero();
            locker.rollback();
        }
    }

    @Test
    void theEngineSaysTheSameAsTheCommand() {
        LoadPlan plan = LoadPlan.of(TableName.parse("kept"), directory.resolve("missing.fvecs")).build();
        assertThatThrownBy(() -> VectorLoader.load(plan, database.target()::open, Progress.NONE))
                .isInstanceOf(UserException.class)
                .hasMessage("there is no file " + directory.resolve("missing.fvecs"));
    }

    private void makeSleepy() throws SQLException {
        database.execute("""
                CREATE OR REPLACE FUNCTION sleep_at_last() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.id >= 19000 THEN PERFORM pg_sleep(100); END IF;
                    RETURN NEW;
                END $$""", "CREATE TRIGGER sleepy BEFORE INSERT ON kept FOR EACH ROW EXECUTE FUNCTION sleep_at_last()");
    }

    private void awaitSleeper() throws Exception {
        await("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'", null);
    }

    private void await(String count, Process process) throws Exception {
        for (int i = 0; i < 300; i++) {
            if (!database.value(count).equals("0")) {
                return;
            }
            if (process != null && !process.isAlive()) {
                throw new AssertionError("the process has ended: " + process.exitValue());
            }
            Thread.sleep(100);
        }
        throw new AssertionError("never came about: " + count);
    }

    private Path csv(String header, int rows, String last) {
        StringBuilder text = new StringBuilder(header);
        for (int i = 0; i < rows; i++) {
            text.append(i).append(",n").append(i).append(",\"[1,2]\"\n");
        }
        return VectorFiles.text(directory.resolve("x.csv"), text.append(last).toString());
    }

    private Path file(String name, byte[] bytes) {
        return VectorFiles.write(directory.resolve(name), bytes);
    }

    private static byte[] header(int dimension) {
        return ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).putInt(dimension).array();
    }

    private void assertFails(Path file, String sentence) {
        assertFails(sentence, file.toString(), "-t", "kept");
        assertFails(sentence, file.toString(), "-t", "made", "--create");
    }

    private void assertFails(Path file, int jobs, String sentence) {
        assertFails(sentence, file.toString(), "-t", "kept", "-j", String.valueOf(jobs));
    }

    private void assertFails(String sentence, String... args) {
        assertFails(1, sentence, args);
    }

    private void assertFails(int exitCode, String sentence, String... args) {
        String[] command = new String[args.length + 1];
        command[0] = "load";
        System.arraycopy(args, 0, command, 1, args.length);
        Cli.Result result = database.cli(command);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(result.err().lines().filter(line -> line.startsWith("float2: "))).hasSize(1);
    }
}
