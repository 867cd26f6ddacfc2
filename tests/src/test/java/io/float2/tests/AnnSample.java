package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

/** The photos-sift sample in a database: {@code sample (id, v)}, 20,000 vectors of 128 halves, and {@code queries (id, v)}, 100 of them. */
final class AnnSample {

    private AnnSample() {}

    static void load(TestDatabase database) throws SQLException {
        load(database, "base.bvecs", "sample", "float2[]", 20_000);
        load(database, "query.bvecs", "queries", "float4[]", 100);
    }

    private static void load(TestDatabase database, String file, String table, String type, int rows) throws SQLException {
        Cli.Result loaded = database.cli("load", SampleData.photos().resolve(file).toString(), "-t", "loaded", "--create");
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        database.execute("CREATE TABLE " + table + " AS SELECT id::int, vector::" + type + " AS v FROM loaded WHERE id < " + rows
                + " ORDER BY id", "ALTER TABLE " + table + " ADD PRIMARY KEY (id)", "DROP TABLE loaded", "ANALYZE " + table);
    }

    /**
     * Makes a table {@code (id, v)} of the sample's first rows, for SQL's {@code CREATE [kind] TABLE}. Nothing but the test vacuums it.
     *
     * @param kind UNLOGGED, or empty
     * @param type of the column v
     */
    static void copy(TestDatabase database, String kind, String table, String type, int rows) throws SQLException {
        database.execute("CREATE " + kind + " TABLE " + table + " (id int PRIMARY KEY, v " + type + ") WITH (autovacuum_enabled = off)",
                "INSERT INTO " + table + " SELECT id, v::float4[]::" + type + " FROM sample WHERE id < " + rows + " ORDER BY id",
                "ANALYZE " + table);
    }
}
