package io.float2.tests;

import java.sql.SQLException;

/** A table with every half and a set of vectors, and what tells whether a copy of it is the same. */
final class Vectors {

    /** Bits of all halves, as scalars and in arrays of every kind of shape; NULL, empty, long out-of-line and compressible ones. */
    private static final String[] FILL = {
        "INSERT INTO vectors SELECT b, float2_from_bits(b::smallint), ARRAY[float2_from_bits(b::smallint), 1.3]::float2[]"
                + " FROM generate_series(-32768, 32767) AS b",
        "INSERT INTO vectors SELECT 100000 + i, NULL, gen_rand_f2_arr(100, i) FROM generate_series(1, 300) AS i",
        "INSERT INTO vectors VALUES (200000, NULL, NULL), (200001, NULL, '{}'), (200002, 0, '{NULL,1,NULL}'),"
                + " (200003, 0, '[5:6]={1,2}'), (200004, 0, '{{1,2},{3,4}}'), (200005, 0, gen_rand_f2_arr(1, 16000)),"
                + " (200006, 0, array_fill(1::float2, ARRAY[9000]))",
    };

    private Vectors() {}

    static void make(TestDatabase database) throws SQLException {
        makeTable(database);
        fill(database);
    }

    static void makeTable(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE vectors (id int PRIMARY KEY, scalar float2, vector float2[])");
    }

    static void fill(TestDatabase database) throws SQLException {
        database.execute(FILL);
    }

    static String digest(TestDatabase database) throws SQLException {
        return digest(database, "vectors");
    }

    /** Number of rows and a checksum: the same for two tables exactly when they hold the same bits in the same rows. */
    static String digest(TestDatabase database, String table) throws SQLException {
        return database.value("""
                SELECT count(*) || ' ' || md5(string_agg(id || ':' || coalesce(float2_bits(scalar)::text, '-') || ':'
                                                         || coalesce(float2_bits(vector)::text, '-'), ';' ORDER BY id))
                  FROM\s""" + table);
    }
}
