package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pg_dump and restore: data, extension, indexes and constraints come back. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class DumpRestoreIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "custom"})
    void aRestoredDatabaseHoldsTheSameBitsAndItsIndexesWork(String format, TestDatabase database)
            throws SQLException, IOException, InterruptedException {
        database.execute("DROP TABLE IF EXISTS vectors, items CASCADE");
        Vectors.make(database);
        database.execute(
                "CREATE TABLE items (id int PRIMARY KEY, v float2[] CHECK (isfinite(v) AND vector_dims(v) = 8), s float2 DEFAULT 1.3)",
                "INSERT INTO items SELECT i, gen_rand_f2_arr(10, 8), i FROM generate_series(1, 500) AS i",
                "CREATE INDEX items_ann ON items USING ann (v) WITH (dim = 8, m = 8)",
                "CREATE INDEX items_btree ON items (s)",
                "CREATE INDEX items_hash ON items USING hash (v)");
        Path file = directory.resolve("dump");
        ServerProgram.client(database.target(), "pg_dump", "--format=" + format, "--file=" + file);

        TestDatabase restored = emptyDatabase(database, "restored_" + format);
        if (format.equals("plain")) {
            ServerProgram.client(restored.target(), "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file.toString());
        } else {
            ServerProgram.client(restored.target(), "pg_restore", "--exit-on-error", "--dbname=" + restored.target().database(),
                    file.toString());
        }

        // Text has one NaN only: its payloads are the one thing that a dump as text cannot carry.
        assertThat(digestWithoutNan(restored)).isEqualTo(digestWithoutNan(database));
        assertThat(restored.values("SELECT indexdef FROM pg_indexes WHERE tablename = 'items' ORDER BY 1"))
                .isEqualTo(database.values("SELECT indexdef FROM pg_indexes WHERE tablename = 'items' ORDER BY 1"));
        String plan = String.join("\n", restored.values(
                "SET enable_seqscan = off; EXPLAIN SELECT id FROM items ORDER BY v <-> '{1,2,3,4,5,6,7,8}' LIMIT 5"));
        assertThat(plan).contains("Index Scan using items_ann");
        assertThat(restored.value("INSERT INTO items (id, v) VALUES (1000, '{1,2,3,4,5,6,7,8}') RETURNING s")).isEqualTo("1.2998");
    }

    private static String digestWithoutNan(TestDatabase database) throws SQLException {
        database.execute("CREATE OR REPLACE VIEW numbers AS SELECT * FROM vectors WHERE scalar IS DISTINCT FROM 'NaN'");
        return Vectors.digest(database, "numbers");
    }

    private static TestDatabase emptyDatabase(TestDatabase database, String name) throws SQLException {
        ConnectionTarget target = database.target().withDatabase(name);
        database.execute("DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + " TEMPLATE template0");
        return new TestDatabase(target);
    }
}
