package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import io.float2.kernel.Float2;
import io.float2.loader.LoadPlan;
import io.float2.loader.LoadReport;
import io.float2.loader.ValueCounts;
import io.float2.loader.VectorLoader;
import io.float2.progress.Progress;
import io.float2.sql.TableName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Loads that succeed: what is in the files is in the table, bit for bit. */
@WithDatabase
class LoadIT {

    private static final String VECTORS = SampleData.photos().resolve("base.bvecs").toString();
    private static final String METADATA = SampleData.photos().resolve("base.csv").toString();

    private final TestDatabase database;

    @TempDir
    Path directory;

    LoadIT(TestDatabase database) {
        this.database = database;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void vectorsAndMetadataMakeANewTableOnAnyNumberOfConnections(int jobs) throws SQLException, IOException {
        String table = "photos" + jobs;
        Cli.Result result = database.cli(
                "load", VECTORS, "--metadata", METADATA, "--table", table, "--create", "--jobs", String.valueOf(jobs));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("\"x\" double precision", "\"photo\" text", "\"width\" bigint", "\"vector\" float2[]", "SET STORAGE PLAIN")
                .contains("loaded 20,000 vectors of dimension 128 into " + table);
        assertVectorsEqual(table, VectorFiles.readBvecs(Path.of(VECTORS)));
        assertMetadataEqual(table);
        assertThat(database.value("SELECT attname FROM pg_index, pg_attribute WHERE indrelid = '" + table
                + "'::regclass AND indisprimary AND attrelid = indrelid AND attnum = indkey[0]")).isEqualTo("id");
        assertThat(database.value("SELECT conname FROM pg_constraint WHERE contype = 'p' AND conrelid = '" + table + "'::regclass"))
                .isEqualTo(table + "_pkey");
        assertThat(database.value("SELECT reltuples FROM pg_class WHERE oid = '" + table + "'::regclass")).isEqualTo("20000");
        assertThat(database.values("SELECT relname FROM pg_class WHERE relname LIKE '%loading%'")).isEmpty();
    }

    @Test
    void theTablesPagesAreCompleteAndHoldTheVectors() throws SQLException {
        database.cli("load", VECTORS, "--table", "compact", "--create", "--jobs", "1");
        assertThat(database.value("SELECT pg_relation_size('compact') > 20000 * 128 * 2")).isEqualTo("t");
        assertThat(database.value("SELECT reltoastrelid = 0 OR pg_relation_size(reltoastrelid) = 0 FROM pg_class WHERE relname = 'compact'"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource({"1,PLAIN", "1000,PLAIN", "2000,PLAIN", "4010,PLAIN", "4080,EXTERNAL", "16000,EXTERNAL"})
    void vectorsStayInTheRowAsLongAsItFitsThePage(int dimension, String storage) throws SQLException {
        Random random = new Random(dimension);
        float[][] rows = new float[40][dimension];
        StringBuilder names = new StringBuilder("name\n");
        for (float[] row : rows) {
            for (int i = 0; i < dimension; i++) {
                row[i] = random.nextFloat();
            }
            names.append("a text that would be moved out of line by default ".repeat(2)).append('\n');
        }
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), rows);
        Path metadata = VectorFiles.text(directory.resolve("m.csv"), names.toString());
        String table = "wide" + dimension;
        Cli.Result result = database.cli("load", file.toString(), "--metadata", metadata.toString(), "-t", table, "--create", "-j", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("SET STORAGE " + storage);
        assertThat(result.err().contains("stored out of line")).isEqualTo(storage.equals("EXTERNAL"));
        long outOfLine = Long.parseLong(database.value("SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = '" + table + "'"));
        if (dimension <= 2000) {
            assertThat(outOfLine).isZero();
        } else if (storage.equals("EXTERNAL")) {
            assertThat(outOfLine).isPositive();
        }
        assertHalvesEqual(table, rows);
    }

    @Test
    void halvesAreRoundedAsTheKernelDoes() throws SQLException {
        float[] special = {
            0f, -0f, 1f, 0.1f, 65504f, 65519.99f, 65520f, -65520f, 1e-8f, 3e-8f, 6e-8f, -6.1e-5f, 2049f, 2051f, Float.MIN_VALUE,
            Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN
        };
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), special, new float[special.length]);
        LoadReport report = load(LoadPlan.of(TableName.parse("special"), file).create(true).build());
        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.values()).isEqualTo(new ValueCounts(3, 0, 2, 1, 1));
        assertHalvesEqual("special", new float[][] {special, new float[special.length]});
    }

    @Test
    void floatsKeepEveryBit() throws SQLException {
        float[] values = {-0f, Float.MIN_VALUE, 1.1f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), values);
        assertThat(database.cli("load", file.toString(), "-t", "floats", "--create", "--type", "float4").exitCode()).isZero();
        assertThat(database.value("SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'floats'::regclass "
                + "AND attname = 'vector'")).isEqualTo("real[]");
        try (Connection connection = database.open(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT float4send(v) FROM floats, unnest(vector) WITH ORDINALITY AS u(v, n) ORDER BY n")) {
            for (float value : values) {
                assertThat(row.next()).isTrue();
                assertThat(ByteBuffer.wrap(row.getBytes(1)).getInt()).isEqualTo(Float.floatToRawIntBits(value));
            }
        }
    }

    @Test
    void aCsvFileFillsAnExistingTableOfManyTypes() throws SQLException {
        database.execute(
                "CREATE TYPE colour AS ENUM ('red', 'green')",
                "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
                """
                CREATE TABLE many (no bigint, v float2[], a smallint, b positive, c real, d double precision, e numeric(10, 3), f boolean,
                    g varchar(5), h char(3), i date, j timestamp, k timestamptz, l uuid, m jsonb, n colour, o bytea, p float2,
                    made timestamptz DEFAULT '2001-01-01')""");
        Path file = VectorFiles.text(directory.resolve("x.csv"), """
                a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,Vec
                1,2,0.1,0.1,-12345.678,true,ab,x,2024-02-29,2024-02-29 12:30:00.25,2024-02-29T12:30:00+02,\
                00112233-4455-6677-8899-aabbccddeeff,"{""k"": [1, null]}",green,\\x00ff,0.1,"[1,2.5]"
                ,,,,,,,,,,,,,,,,"{3,4}"
                """);
        Cli.Result result = database.cli("load", file.toString(), "--table", "many", "--id", "no", "--jobs", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        database.execute("SET TimeZone = 'UTC'");
        assertThat(database.value("""
                SELECT (no, v, a, b, c, d, e, f, g, h, i, j, k AT TIME ZONE 'UTC', l, m, n, o, p, extract(year FROM made))::text
                  FROM many WHERE no = 0"""))
                .isEqualTo("(0,\"{1,2.5}\",1,2,0.1,0.1,-12345.678,t,ab,\"x  \",2024-02-29,\"2024-02-29 12:30:00.25\","
                        + "\"2024-02-29 10:30:00\",00112233-4455-6677-8899-aabbccddeeff,\"{\"\"k\"\": [1, null]}\",green,\"\\\\x00ff\","
                        + "0.0999756,2001)");
        assertThat(database.value("SELECT (no, v)::text || num_nonnulls(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) FROM many WHERE no = 1"))
                .isEqualTo("(1,\"{3,4}\")0");
    }

    @Test
    void columnsAreMappedAndLeftOut() throws SQLException {
        database.execute("CREATE TABLE mapped (\"The Name\" text, e float4[], number int)");
        Path file = VectorFiles.text(directory.resolve("x.csv"), "n,extra,name,v\n7,zzz,seven,\"[1,2]\"\n");
        Cli.Result result = database.cli(
                "load", file.toString(), "--table", "mapped", "--columns", "n=number,name=\"The Name\"", "--vector", "e");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.value("SELECT mapped::text FROM mapped")).isEqualTo("(seven,\"{1,2}\",7)");
    }

    @Test
    void severalFilesAreNumberedThrough() throws SQLException {
        Path one = VectorFiles.fvecs(directory.resolve("1.fvecs"), new float[] {0}, new float[] {1});
        Path two = VectorFiles.fvecs(directory.resolve("2.fvecs"), new float[] {2});
        database.cli("load", one.toString(), two.toString(), "-t", "numbered", "--create", "--id", "row_no", "--vector", "e", "-j", "3");
        assertThat(database.values("SELECT row_no || ' ' || e[1] FROM numbered ORDER BY row_no")).containsExactly("0 0", "1 1", "2 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3"})
    void anOldTableIsReplacedOnlyWhenAsked(String jobs) throws SQLException {
        String table = "replaced" + jobs;
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {5});
        database.execute("CREATE TABLE " + table + " (something text)");
        Cli.Result refused = database.cli("load", file.toString(), "-t", table, "--create", "-j", jobs);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("float2: the table " + table + " exists already; --drop replaces it");
        assertThat(database.cli("load", file.toString(), "-t", table, "--create", "--drop", "-j", jobs).exitCode()).isZero();
        assertThat(database.value("SELECT vector FROM " + table)).isEqualTo("{5}");
    }

    @Test
    void anExistingTableIsEmptiedFirstWhenAsked() throws SQLException {
        database.execute("CREATE TABLE emptied (v float2[])", "INSERT INTO emptied VALUES ('{1,2,3}')");
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {7});
        Cli.Result result = database.cli("load", file.toString(), "-t", "emptied", "--truncate", "-j", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("one connection does the whole load");
        assertThat(database.values("SELECT v FROM emptied")).containsExactly("{7}");
    }

    @Test
    void aDryRunPrintsThePlanAndDoesNothing() throws SQLException {
        Cli.Result result = database.cli("load", VECTORS, "--metadata", METADATA, "-t", "never", "--create", "--dry-run");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("CREATE TABLE \"never\"", "\"response\" double precision", "ADD PRIMARY KEY (\"id\")",
                "vector of base.bvecs", "base.csv: photo", "nothing has been loaded");
        assertThat(database.value("SELECT to_regclass('never')")).isNull();
    }

    @Test
    void theReportIsAvailableAsJson() {
        Cli.Result result = database.cli("load", VECTORS, "-t", "as_json", "--create", "--limit", "1234", "--json");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("{\"table\":\"as_json\"").contains("\"rows\":1234", "\"dimension\":128", "\"overflowed\":0");
        assertThat(result.out().strip().lines()).hasSize(1);
    }

    @Test
    void namesThatNeedQuotesAreQuotedEverywhere() throws SQLException {
        database.execute("CREATE SCHEMA \"My \"\"Schema\"");
        Path file = VectorFiles.text(directory.resolve("x.csv"), "select,\"a \"\"b\"\"; DROP\",v\n1,x,\"[1]\"\n");
        Cli.Result result = database.cli("load", file.toString(), "-t", "\"My \"\"Schema\".\"Table; x\"", "--create", "-j", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.value("SELECT \"a \"\"b\"\"; DROP\" || \"select\" FROM \"My \"\"Schema\".\"Table; x\"")).isEqualTo("x1");
    }

    @Test
    void aPartitionedTableIsLoadedThroughItsParent() throws SQLException {
        database.execute("CREATE TABLE parts (id bigint, v float2[]) PARTITION BY HASH (id)",
                "CREATE TABLE parts0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE parts1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
        Cli.Result result = database.cli("load", VECTORS, "-t", "parts", "--id", "id", "--limit", "500", "-j", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.value("SELECT count(*) FROM parts")).isEqualTo("500");
        assertThat(database.value("SELECT count(*) FROM parts0")).isNotIn("0", "500");
    }

    @Test
    void aRolesTimeLimitsDoNotEndALoad() throws SQLException {
        ConnectionTarget target = database.target();
        database.execute("CREATE TABLE limited (v float2[])", """
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$""",
                "CREATE TRIGGER slow BEFORE INSERT ON limited FOR EACH ROW EXECUTE FUNCTION slow()",
                "ALTER DATABASE " + target.database() + " SET statement_timeout = '100ms'");
        try {
            Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {7}, new float[] {8});
            assertThat(database.cli("load", file.toString(), "-t", "limited").exitCode()).isZero();
        } finally {
            try (Connection connection = target.withDatabase("postgres").open(); Statement statement = connection.createStatement()) {
                statement.execute("ALTER DATABASE " + target.database() + " RESET statement_timeout");
            }
        }
    }

    private LoadReport load(LoadPlan plan) throws SQLException {
        try {
            return VectorLoader.load(plan, database.target()::open, Progress.NONE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertVectorsEqual(String table, List<float[]> expected) throws SQLException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(1000);
                ResultSet row = statement.executeQuery("SELECT id, vector::float4[] FROM " + table + " ORDER BY id");
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getLong(1)).isEqualTo(i);
                    assertThat(floats(row.getArray(2))).as("row %s", i).isEqualTo(expected.get(i));
                }
                assertThat(row.next()).isFalse();
            }
        }
    }

    private static float[] floats(Array array) throws SQLException {
        Float[] boxed = (Float[]) array.getArray();
        float[] values = new float[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = boxed[i];
        }
        return values;
    }

    /** The server reads the CSV file itself, as text, and compares. */
    private void assertMetadataEqual(String table) throws SQLException, IOException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE raw (id text, photo text, package text, width text, height text, x text, y text, "
                    + "size text, angle text, response text)");
            connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyIn("COPY raw FROM STDIN WITH (FORMAT csv, HEADER)", Files.newInputStream(Path.of(METADATA)));
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM raw AS r JOIN " + table + " AS t ON t.id = r.id::bigint "
                    + "WHERE (t.photo, t.package, t.width, t.height, t.x, t.y, t.size, t.angle, t.response) = (r.photo, r.package, "
                    + "r.width::bigint, r.height::bigint, r.x::float8, r.y::float8, r.size::float8, r.angle::float8, r.response::float8)")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(20000);
            }
        }
    }

    private void assertHalvesEqual(String table, float[][] expected) throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT float2_bits(vector) FROM " + table + " ORDER BY id")) {
            for (float[] values : expected) {
                assertThat(row.next()).isTrue();
                Short[] bits = (Short[]) row.getArray(1).getArray();
                assertThat(bits).hasSize(values.length);
                for (int i = 0; i < values.length; i++) {
                    assertThat(bits[i]).as("value %s of %s", i, values[i]).isEqualTo(Float2.toHalf(values[i]));
                }
            }
        }
    }
}
