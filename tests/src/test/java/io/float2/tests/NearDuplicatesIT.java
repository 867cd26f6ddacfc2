package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fingerprints that are near are found by the index, all of them and no others. */
@WithDatabase
class NearDuplicatesIT {

    /** 20,000 pictures: 2,000 random fingerprints, each with copies of which up to 12 bits are changed. */
    private static final String PICTURES = """
            INSERT INTO image_library.asset (key, size, width, height, format, phash, dhash, ahash)
            SELECT md5(i || ' ' || c)::uuid, 1, 1, 1, 'png', f # m, (f # m) # -1, CASE WHEN i % 50 <> 0 THEN f & 65535 | m END
              FROM generate_series(1, 2000) AS i, generate_series(0, 9) AS c,
                   LATERAL (SELECT ('x' || left(md5('p' || i), 16))::bit(64)::bigint AS f) AS p,
                   LATERAL (SELECT coalesce(bit_or(1::bigint << (('x' || left(md5(i || '/' || c || '/' || b), 4))::bit(16)::integer & 63)), 0) AS m
                              FROM generate_series(1, c + c / 3) AS b) AS changed""";

    /** Where the answers of the index and of comparing everything differ; none should. */
    private static final String DIFFERENT = """
            WITH q AS (SELECT phash AS f FROM image_library.asset ORDER BY key LIMIT 12),
                 found AS (SELECT f, d, n.key, n.distance FROM q, generate_series(0, 10) AS d, image_library.near(f, d, '%1$s') AS n),
                 truth AS (SELECT f, d, a.key, bit_count((f # a.%1$s)::bit(64)) AS distance FROM q, generate_series(0, 10) AS d, image_library.asset AS a
                            WHERE bit_count((f # a.%1$s)::bit(64)) <= d)
            SELECT (SELECT count(*) FROM (TABLE found EXCEPT TABLE truth) AS x) || ' ' || (SELECT count(*) FROM (TABLE truth EXCEPT TABLE found) AS x)
                || ' ' || (SELECT count(*) > 150 FROM truth)""";

    private final TestDatabase database;

    NearDuplicatesIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void fill(TestDatabase database) throws SQLException {
        Cli.Result installed = database.cli("library", "init");
        assertThat(installed.exitCode()).as(installed.err()).isZero();
        database.execute(PICTURES, "ANALYZE image_library.asset");
    }

    @Test
    void theIndexFindsWhatComparingEverythingFinds() throws SQLException {
        assertThat(database.value(DIFFERENT.formatted("phash"))).isEqualTo("0 0 true");
        // dhash is the complement here: it is what is far from f that is near to the complement of f
        assertThat(database.value(DIFFERENT.formatted("dhash").replace("phash AS f", "dhash AS f"))).isEqualTo("0 0 true");
        assertThat(database.value(DIFFERENT.formatted("ahash").replace("phash AS f", "ahash AS f").replace("ORDER BY key", "WHERE ahash IS NOT NULL ORDER BY key")))
                .as("with many that are alike, and some that have none").isEqualTo("0 0 true");
    }

    @Test
    void distancesAboveTenAreFoundToo() throws SQLException {
        assertThat(database.value("SELECT count(*) = (SELECT count(*) FROM image_library.asset) FROM image_library.near(0, 64)")).isEqualTo("t");
        assertThat(database.value("""
                SELECT count(*) || ' ' || max(n.distance) FROM (SELECT phash AS f FROM image_library.asset ORDER BY key LIMIT 1) AS q, image_library.near(f, 14) AS n"""))
                .isEqualTo(database.value("""
                SELECT count(*) || ' ' || max(bit_count((f # phash)::bit(64))) FROM (SELECT phash AS f FROM image_library.asset ORDER BY key LIMIT 1) AS q,
                       image_library.asset WHERE bit_count((f # phash)::bit(64)) <= 14"""));
    }

    @Test
    void theSearchUsesTheIndexOfEveryBucket() throws SQLException {
        String plan = String.join("\n", database.values("SET enable_seqscan = off; EXPLAIN (COSTS OFF) SELECT key FROM image_library.asset "
                + "WHERE image_library.bands(phash) && image_library.near_bands(1, 6) AND image_library.hamming_distance(1, phash) <= 6"));
        assertThat(plan.lines().filter(line -> line.contains("Bitmap Index Scan on asset_"))).as(plan).hasSize(16);
        assertThat(plan).doesNotContain("Seq Scan");
    }

    @Test
    void theNearestComeFirstAndAPictureIsNotItsOwnDuplicate() throws SQLException {
        String key = database.value("SELECT md5('7 0')::uuid");
        assertThat(database.values("SELECT lpad(distance::text, 2) FROM image_library.near_key('" + key + "', 10)")).isSorted().isNotEmpty();
        assertThat(database.value("SELECT count(*) FROM image_library.near_key('" + key + "', 10) WHERE other = '" + key + "'")).isEqualTo("0");
        assertThat(database.value("SELECT key FROM image_library.near((SELECT phash FROM image_library.asset WHERE key = '" + key + "')) LIMIT 1")).isEqualTo(key);
    }

    @Test
    void whatCannotBeSearchedForIsNamed() {
        assertRefused("near(1, -1)", "the distance must be from 0 to 64 bits, not -1");
        assertRefused("near(1, 65)", "the distance must be from 0 to 64 bits, not 65");
        assertRefused("near(1, NULL)", "the distance must be from 0 to 64 bits, not NULL");
        assertRefused("near(NULL::bigint)", "the fingerprint must not be NULL");
        assertRefused("near(1, 6, 'whash')", "the kind of fingerprint must be phash, dhash or ahash, not whash");
        assertRefused("near_key('00000000-0000-0000-0000-000000000000')", "there is no picture 00000000-0000-0000-0000-000000000000");
        assertRefused("near_key(md5('50 0')::uuid, 6, 'ahash')", "has no ahash");
    }

    private void assertRefused(String call, String sentence) {
        assertThatThrownBy(() -> database.execute("SELECT * FROM image_library." + call)).as(call).hasMessageContaining(sentence);
    }
}
