package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partial indexes and the other methods and types of {@code float2 index}. */
@WithDatabase
class PartialIndexIT {

    private final TestDatabase database;

    PartialIndexIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void fill(TestDatabase database) throws SQLException {
        database.execute(
                "CREATE TABLE shots (id int PRIMARY KEY, tag int, label text, score float4, half float2[], single float4[], small smallint[],"
                        + " hv halfvec(8), vec vector(8), loose halfvec)",
                // tag 0 has 1,000 rows, tag 1 500, tag 2 300, tag 3 10, and 190 have none
                "INSERT INTO shots SELECT i, CASE WHEN i <= 1000 THEN 0 WHEN i <= 1500 THEN 1 WHEN i <= 1800 THEN 2 WHEN i <= 1810 THEN 3 END,"
                        + " 'L''' || i % 2, i / 2000.0, v, v, array_f16_to_f32(v)::smallint[], v::halfvec, v::vector, v::halfvec"
                        + " FROM generate_series(1, 2000) AS i, LATERAL (SELECT gen_rand_f2_arr(100, 8 + 0 * i) AS v) AS s",
                "ANALYZE shots");
    }

    @Test
    void aPredicateMakesAPartialIndexThatItsSearchesUse() throws SQLException {
        succeed("index", "shots.half", "--where", "tag = 1 -- one tag", "--name", "one_tag");
        assertThat(database.value("SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'one_tag'::regclass"))
                .isEqualTo("(tag = 1)");
        assertThat(plan("SELECT id FROM shots WHERE tag = 1 ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 3")).contains("Index Scan using one_tag");
    }

    @Test
    void eachValueGetsAnIndexTheLargestFirstAndSmallOnesAreListed() throws SQLException {
        Cli.Result dry = succeed("index", "shots.half", "--per-value", "tag", "--min-rows", "190", "--dry-run");
        assertThat(dry.out()).contains("the largest build over 1,000 rows takes about ", "nothing has been built");
        Cli.Result result = succeed("index", "shots.half", "--per-value", "tag", "--min-rows", "190", "--json");
        assertThat(result.out()).matches("(?s).*shots_half_tag_0_idx.*shots_half_tag_1_idx.*shots_half_tag_2_idx.*shots_half_tag_null_idx.*")
                .contains("{\"index\":\"tag = 3\",\"state\":\"SKIPPED\",\"rows\":10,", "fewer than 190 rows");
        assertThat(result.out().split("\"state\":\"BUILT\"", -1)).hasSize(5);
        assertThat(plan("SELECT id FROM shots WHERE tag = 2 ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 3"))
                .contains("Index Scan using shots_half_tag_2_idx");
        assertThat(plan("SELECT id FROM shots WHERE tag IS NULL ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 3"))
                .contains("Index Scan using shots_half_tag_null_idx");
        Cli.Result again = succeed("index", "shots.half", "--per-value", "tag", "--min-rows", "190");
        assertThat(again.out()).contains("4 there already, 1 left out");
        Cli.Result other = database.cli("index", "shots.half", "--per-value", "tag", "--min-rows", "190", "--m", "8");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("there is shots_half_tag_0_idx already, which was not built so");
    }

    @Test
    void valuesOfTextAreQuotedAndNamesStayApart() throws SQLException {
        Cli.Result result = succeed("index", "shots.single", "--per-value", "label", "--where", "id > 100", "--jobs", "2", "--min-rows", "0");
        assertThat(result.out()).contains("shots_single_label_l_0_idx", "shots_single_label_l_1_idx", "2 built");
        assertThat(database.values("SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid::regclass::text LIKE 'shots_single%'"))
                .containsExactlyInAnyOrder("((label = 'L''0'::text) AND (id > 100))", "((label = 'L''1'::text) AND (id > 100))");
    }

    @Test
    void hashPartsAnswerTheQueryThatNamesItsPart() throws SQLException {
        database.execute("CREATE TABLE pool (vid int8, tag int, score float4)",
                "INSERT INTO pool SELECT i, i % 100, i % 7 FROM generate_series(1, 20000) AS i", "VACUUM ANALYZE pool");
        Cli.Result result = succeed("index", "pool", "--hash-parts", "5", "--columns", "tag, score desc", "--include", "vid",
                "--name", "idx_pool", "--jobs", "2");
        assertThat(result.out()).contains("idx_pool_0", "idx_pool_4", "5 built");
        assertThat(plan("SELECT vid FROM pool WHERE tag = 3 AND abs(mod(hashint8(vid),5)) = 2 ORDER BY score DESC LIMIT 10"))
                .contains("Index Only Scan using idx_pool_2").doesNotContain("Sort");
        assertThat(database.value("SELECT sum(reltuples)::int FROM pg_class WHERE relname LIKE 'idx_pool__'")).isEqualTo("20000");
        Cli.Result fewer = database.cli("index", "pool", "--hash-parts", "4", "--columns", "tag, score desc", "--include", "vid",
                "--name", "idx_pool");
        assertThat(fewer.exitCode()).isEqualTo(1);
        assertThat(fewer.err()).contains("there is idx_pool_0 already, which was not built so");
        assertThat(succeed("index", "pool", "--hash-parts", "2", "--columns", "score", "--hash-key", "tag % 2", "--dry-run").out())
                .contains("(score) WHERE (tag % 2) = 1;");
    }

    @ParameterizedTest
    @CsvSource({
        "single, ann, cosine, 'USING ann (\"single\" float4_cosine_ops) WITH (dim = 8, m = 16'",
        "small, ann, l2, 'USING ann (\"small\" int2_l2_ops) WITH (dim = 8, m = 16'",
        "half, ann_ivfflat, l2, 'USING ann_ivfflat (\"half\" float2_l2_ops) WITH (dim = 8, lists = 2)'",
        "small, ann_ivfflat, l2, 'USING ann_ivfflat (\"small\" int2_l2_ops) WITH (dim = 8, lists = 2)'",
        "hv, hnsw, l1, 'USING hnsw (\"hv\" halfvec_l1_ops) WITH (m = 16, ef_construction = 64)'",
        "vec, hnsw, ip, 'USING hnsw (\"vec\" vector_ip_ops) WITH (m = 16'",
        "hv, ivfflat, cosine, 'USING ivfflat (\"hv\" halfvec_cosine_ops) WITH (lists = 2)'",
    })
    void everyMethodTakesItsTypes(String column, String method, String metric, String statement) {
        Cli.Result result = succeed("index", "shots." + column, "--method", method, "--metric", metric, "--name", column + "_" + method);
        assertThat(result.out()).contains(statement, "built " + column + "_" + method + " on shots." + column);
    }

    @Test
    void whatCannotBeBuiltIsNamed() throws SQLException {
        assertFails(2, "expected one of [L2, IP, COSINE, L1] (case-insensitive) but was 'far'", "shots.half", "--metric", "far");
        assertFails(1, "the method ann has no operator class int2_cosine_ops for cosine over smallint[]", "shots.small", "--metric", "cosine");
        assertFails(1, "the method ivfflat has no operator class halfvec_l1_ops for l1 over halfvec",
                "shots.hv", "--method", "ivfflat", "--metric", "l1");
        assertFails(1, "the method ann takes no halfvec, which is the type of shots.hv; hnsw and ivfflat do", "shots.hv");
        assertFails(1, "the method hnsw takes no float2[], which is the type of shots.half; ann and ann_ivfflat do",
                "shots.half", "--method", "hnsw");
        assertFails(1, "the column shots.loose is of type halfvec without a dimension, which an index needs: ALTER TABLE shots ALTER loose "
                + "TYPE halfvec(…) gives it one", "shots.loose", "--method", "hnsw");
        assertFails(1, "the column shots.hv is of dimension 8, not 9", "shots.hv", "--method", "hnsw", "--dim", "9");
        assertFails(2, "the method ann has no lists; ann_ivfflat and ivfflat have", "shots.half", "--lists", "10");
        assertFails(2, "the method ivfflat has lists, not m and ef_construction", "shots.hv", "--method", "ivfflat", "--m", "10");
        assertFails(2, "an ivfflat index has 1 to 32768 lists, not 40000", "shots.hv", "--method", "ivfflat", "--lists", "40000");
        assertFails(1, "the condition tag > does not fit the table shots: syntax error", "shots.half", "--where", "tag >");
        assertFails(1, "the condition tags > 1 does not fit the table shots: column \"tags\" does not exist",
                "shots.half", "--where", "tags > 1");
        assertFails(2, "the condition of --where is empty", "shots.half", "--where", " ");
        assertFails(1, "the table shots has no column nothing; it has id, tag", "shots.half", "--per-value", "nothing");
        assertFails(1, "id has more than 1000 values of 1 rows or more: a higher --min-rows leaves some out",
                "shots.half", "--per-value", "id", "--min-rows", "1");
        assertFails(2, "--min-rows belongs to --per-value", "shots.half", "--min-rows", "10");
        assertFails(2, "a table has 1 to 1000 hash parts, not 0", "shots", "--hash-parts", "0", "--columns", "tag", "--include", "id");
        assertFails(2, "--hash-parts needs --columns, which says what is indexed", "shots", "--hash-parts", "3");
        assertFails(2, "--hash-key or --include has to name the column that is hashed", "shots", "--hash-parts", "3", "--columns", "tag");
        assertFails(1, "the list of --columns tag, scor desc does not fit the table shots: column \"scor\" does not exist",
                "shots", "--hash-parts", "3", "--columns", "tag, scor desc", "--include", "id");
        assertFails(1, "the column shots.score is of type real, for which --hash-key has to give an expression",
                "shots", "--hash-parts", "3", "--columns", "tag", "--include", "score");
        assertFails(1, "the expression of --hash-key tag / 'a' does not fit the table shots",
                "shots", "--hash-parts", "3", "--columns", "tag", "--hash-key", "tag / 'a'");
        assertFails(2, "--per-value and --repair exclude each other", "shots.half", "--per-value", "tag", "--repair");
        assertFails(2, "--lists belongs to a vector column", "--repair", "--lists", "3");
        assertFails(2, "the column is missing: float2 index TABLE.COLUMN");
        assertFails(2, "the server builds only one index of a table at a time concurrently", "shots.half", "--jobs", "2", "--concurrently");
        assertFails(2, "1 to 64 indexes can be built at once, not 0", "shots.half", "--jobs", "0");
        assertThat(database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isEqualTo("0");
    }

    private Cli.Result succeed(String... command) {
        Cli.Result result = database.cli(command);
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        return result;
    }

    private void assertFails(int exitCode, String sentence, String... arguments) {
        List<String> command = new ArrayList<>(List.of("index"));
        command.addAll(List.of(arguments));
        Cli.Result result = database.cli(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).startsWith("float2: ").contains(sentence).doesNotContain("\tat ");
    }

    private String plan(String query) throws SQLException {
        return String.join("\n", database.values("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off; EXPLAIN " + query));
    }
}
