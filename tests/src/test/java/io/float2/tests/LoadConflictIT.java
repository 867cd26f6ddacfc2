package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.kernel.Float2;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads by way of a temporary table: packed vectors, and rows whose keys are in the table already. */
@WithDatabase
@Timeout(120)
class LoadConflictIT {

    private final TestDatabase database;

    @TempDir
    Path directory;

    LoadConflictIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void makeTable() throws SQLException {
        database.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CREATE EXTENSION float2 CASCADE",
                "CREATE TABLE kept (id bigint PRIMARY KEY, name text, v float2[])",
                "INSERT INTO kept VALUES (2, 'old', '{1,2}'), (4, 'old', '{1,2}'), (100, 'old', '{1,2}')");
    }

    @ParameterizedTest
    @CsvSource({"1,auto", "3,auto", "2,arrays"})
    void rowsWhoseKeysAreThereAreLeftOut(String jobs, String transfer) throws SQLException {
        Cli.Result result = load("kept", "--on-conflict", "nothing", "-j", jobs, "--transfer", transfer, "--shard-rows", "7");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("loaded 18 vectors of dimension 2 into kept", "left out     2 rows");
        assertThat(database.value("SELECT string_agg(kept::text, ' ' ORDER BY id) FROM kept WHERE id IN (1, 2, 4, 5, 100)"))
                .isEqualTo("(1,n1,\"{1,0.5}\") (2,old,\"{1,2}\") (4,old,\"{1,2}\") (5,n5,\"{5,0.5}\") (100,old,\"{1,2}\")");
        assertThat(database.value("SELECT count(*) FROM kept")).isEqualTo("21");
    }

    @ParameterizedTest
    @CsvSource({"1,auto", "3,auto", "2,arrays"})
    void rowsWhoseKeysAreThereAreChanged(String jobs, String transfer) throws SQLException {
        Cli.Result result = load("kept", "--on-conflict", "update", "-j", jobs, "--transfer", transfer, "--shard-rows", "7");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("loaded 20 vectors of dimension 2 into kept");
        assertThat(database.value("SELECT string_agg(kept::text, ' ' ORDER BY id) FROM kept WHERE id IN (1, 2, 4, 100)"))
                .isEqualTo("(1,n1,\"{1,0.5}\") (2,n2,\"{2,0.5}\") (4,n4,\"{4,0.5}\") (100,old,\"{1,2}\")");
        assertThat(database.value("SELECT count(*) FROM kept")).isEqualTo("21");
    }

    @Test
    void ofSeveralRowsWithOneKeyTheFirstOrTheLastCounts() throws SQLException {
        Path file = VectorFiles.text(directory.resolve("twice.csv"), "id,name,v\n7,first,\"[1,1]\"\n8,x,\"[1,1]\"\n7,last,\"[2,2]\"\n");
        assertThat(database.cli("load", file.toString(), "-t", "kept", "--on-conflict", "nothing").exitCode()).isZero();
        assertThat(database.value("SELECT name || v::text FROM kept WHERE id = 7")).isEqualTo("first{1,1}");
        Cli.Result update = database.cli("load", file.toString(), "-t", "kept", "--on-conflict", "update");
        assertThat(update.exitCode()).as(update.err()).isZero();
        assertThat(database.value("SELECT name || v::text FROM kept WHERE id = 7")).isEqualTo("last{2,2}");
    }

    @Test
    void theKeyMayHaveSeveralColumnsOrBeAUniqueIndex() throws SQLException {
        database.execute("ALTER TABLE kept DROP CONSTRAINT kept_pkey", "ALTER TABLE kept ALTER id SET NOT NULL, ALTER name SET NOT NULL",
                "CREATE UNIQUE INDEX ON kept (name, id)", "CREATE UNIQUE INDEX ON kept (id) WHERE id < 0");
        Path file = VectorFiles.text(directory.resolve("x.csv"), "id,name,v\n2,old,\"[5,5]\"\n2,new,\"[6,6]\"\n");
        Cli.Result result = database.cli("load", file.toString(), "-t", "kept", "--on-conflict", "update");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.values("SELECT name || v::text FROM kept WHERE id = 2 ORDER BY name")).containsExactly("new{6,6}", "old{5,5}");
    }

    @Test
    void withoutAKeyThereIsNoConflictToHandle() throws SQLException {
        database.execute("CREATE TABLE free (id bigint, name text, v float2[])");
        assertThat(load("free", "--on-conflict", "nothing").err()).contains("--on-conflict needs a key, but the table free has neither");
        assertThat(load("made", "--create", "--on-conflict", "update").err()).contains("--on-conflict is for a table that exists");
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1, 2});
        assertThat(database.cli("load", file.toString(), "-t", "kept", "--on-conflict", "nothing").err())
                .contains("nothing is loaded into its column id");
    }

    @Test
    void whatTheServerRefusesNamesTheRowsItWasAmong() throws SQLException {
        database.execute("ALTER TABLE kept ADD CHECK (name <> 'n13')");
        Cli.Result result = load("kept", "--on-conflict", "nothing");
        assertThat(result.exitCode()).isOne();
        assertThat(result.err()).contains("x.csv, in the 20 rows from row 1 on: new row for relation \"kept\" violates check constraint",
                "Failing row contains (13, n13, ");
        assertThat(database.value("SELECT count(*) FROM kept")).isEqualTo("3");
    }

    /** All halves that there are, and vectors that are stored in and out of the row. */
    @ParameterizedTest
    @ValueSource(ints = {1, 255, 1024, 4200, 16_000})
    void packedVectorsAreTheSameAsArrays(int dimension) throws SQLException {
        float[][] rows = IntStream.range(0, Math.max(2, 65_536 / dimension)).mapToObj(row -> {
            float[] values = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                values[i] = Float2.toFloat((short) (row * dimension + i));
            }
            return values;
        }).toArray(float[][]::new);
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), rows);
        for (String way : new String[] {"arrays", "packed"}) {
            Cli.Result result = database.cli("load", file.toString(), "-t", way, "--create", "--transfer", way, "-j", "2");
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("vectors as " + (way.equals("packed") ? "packed bytes" : "arrays"));
        }
        assertThat(database.value("SELECT count(*) FROM arrays JOIN packed USING (id) WHERE float2_bits(arrays.vector) = "
                + "float2_bits(packed.vector) AND array_dims(packed.vector) = '[1:" + dimension + "]'"))
                .isEqualTo(String.valueOf(rows.length));
    }

    @Test
    void aColumnOfAnotherTypeIsNotPacked() throws SQLException {
        database.execute("CREATE TABLE floats (id bigint PRIMARY KEY, name text, v float4[])");
        assertThat(load("floats", "--transfer", "packed").err()).contains("vectors cannot travel packed: that takes a column of type float2[]");
        Cli.Result result = load("floats", "--on-conflict", "nothing");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("vectors as arrays");
        assertThat(database.value("SELECT v FROM floats WHERE id = 3")).isEqualTo("{3,0.5}");
    }

    private Cli.Result load(String table, String... options) {
        StringBuilder text = new StringBuilder("id,name,v\n");
        for (int i = 0; i < 20; i++) {
            text.append(i).append(",n").append(i).append(",\"[").append(i).append(",0.5]\"\n");
        }
        Path file = VectorFiles.text(directory.resolve("x.csv"), text.toString());
        String[] args = new String[options.length + 4];
        args[0] = "load";
        args[1] = file.toString();
        args[2] = "-t";
        args[3] = table;
        System.arraycopy(options, 0, args, 4, options.length);
        return database.cli(args);
    }
}
