package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters and similarity in one statement: as many rows as match, by the plan that is fast. The tables are those of sql/hybrid_search. */
@WithDatabase
class HybridSearchIT {

    private static final int ROWS = 30_000;
    private static final String TABLE = "hybrid_search.image_vectors";
    private static final Path SCRIPTS = SampleData.home().resolve("sql/hybrid_search");

    /** A vector to search with. */
    private static final String QUERY = IntStream.range(0, 128).mapToObj(i -> String.valueOf(i % 37)).collect(Collectors.joining(",", "{", "}"));

    /** Leaves the planner nothing but the walk through the graph. */
    private static final String WALK = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off;";

    /** Leaves the planner nothing but comparing all rows that match. */
    private static final String EXACT = "SET enable_indexscan = off;";

    private final TestDatabase database;

    HybridSearchIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void runScripts(TestDatabase database) throws Exception {
        Cli.Result loaded = database.cli("load", SampleData.photos().resolve("base.bvecs").toString(), "--metadata",
                SampleData.photos().resolve("base.csv").toString(), "-t", "photos", "--create");
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        script(database, "image_vectors.sql", "-v", "rows=" + ROWS);
        script(database, "image_vectors_index.sql", "-v", "m=12", "-v", "ef_construction=40");
    }

    private static String script(TestDatabase database, String name, String... variables) throws Exception {
        String[] arguments = Stream.concat(Stream.of(variables),
                Stream.of("-X", "-q", "-f", SCRIPTS.resolve(name).toString())).toArray(String[]::new);
        return ServerProgram.client(database.target(), "psql", arguments);
    }

    private static String nearest(String columns, String filter, int k) {
        return "SELECT " + columns + " FROM " + TABLE + " WHERE " + filter + " ORDER BY vector <=> '"
                + QUERY + "'::float4[] LIMIT " + k;
    }

    private long matches(String filter) throws SQLException {
        return Long.parseLong(database.value("SELECT count(*) FROM " + TABLE + " WHERE " + filter));
    }

    private String plan(String settings, String query) throws SQLException {
        return String.join("\n", database.values(settings + "EXPLAIN (COSTS OFF) " + query));
    }

    // --- the tables ---------------------------------------------------------------

    @Test
    void labelsAreAsFrequentAsTheyAreToBe() throws SQLException {
        assertThat(database.values("SELECT label || ' ' || count(*) FROM " + TABLE + " GROUP BY label ORDER BY count(*)"))
                .startsWith("Forklift 3", "Minicar 30", "Trailer 60").endsWith("Car 15000");
    }

    @Test
    void theFiveQueriesFindWhatTheyAskFor() throws Exception {
        String out = script(database, "image_vectors_queries.sql", "-v", "k=3");
        assertThat(out).contains("Construction signs", "(3 rows)");
        assertThat(out.lines().filter(line -> line.contains("| Forklift"))).hasSize(3);
        assertThat(out.lines().filter(line -> line.contains("| Minicar"))).hasSize(3);
    }

    @Test
    void theTableOf80DimensionsIsSearchedWithJointFilters() throws Exception {
        script(database, "t_vec_80.sql", "-v", "rows=22000", "-v", "m=8", "-v", "ef_construction=24");
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || max(array_length(vec, 1)) FROM hybrid_search.t_vec_80"))
                .isEqualTo("22000 22000 80");
        String out = script(database, "t_vec_80_queries.sql", "-v", "k=2");
        assertThat(out).contains("Index Scan using t_vec_80_vec_idx", "Bitmap Heap Scan on t_vec_80", "c1 < 25 AND c2 < 10000");
    }

    // --- as many rows as match -----------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {
        "meta_id <= 3", "meta_id <= 30", "meta_id <= 300", "meta_id <= 3000", "meta_id <= 15000", "true",
        "label = 'Forklift'", "label = 'Minicar'", "label = 'Bike'", "label = 'Car'", "label = 'Car' AND sensor = 'Left' AND distance < 50",
        // the planner cannot know how many
        "meta_id % 10000 = 3", "meta_id % 100 = 3", "meta_id < 0"
    })
    void limitKGivesKRowsWheneverKMatch(String filter) throws SQLException {
        for (int k : new int[] {10, 100}) {
            long expected = Math.min(k, matches(filter));
            for (String settings : List.of("", WALK, "SET hnsw.max_scan_tuples = 500; SET work_mem = '64kB';" + WALK)) {
                assertThat(database.value(settings + "SELECT count(*) || ' ' || count(DISTINCT meta_id) || ' ' || count(*) FILTER (WHERE ok) FROM ("
                                + nearest("meta_id, " + filter + " AS ok", filter, k) + ") AS s"))
                        .as("%s, LIMIT %d, with %s", filter, k, settings).isEqualTo(expected + " " + expected + " " + expected);
            }
        }
    }

    @Test
    void listsGiveKRowsWheneverKMatchToo() throws SQLException {
        database.execute("CREATE INDEX lists ON " + TABLE + " USING ann_ivfflat (vector float2_cosine_ops) WITH (lists = 30)");
        try {
            for (String filter : List.of("meta_id <= 3", "meta_id <= 3000", "true", "label = 'Minicar'", "label = 'Bike'", "meta_id % 10000 = 3",
                    "meta_id < 0")) {
                for (String settings : List.of("", "SET ivfflat.probes = 7; SET ivfflat.max_probes = 8;",
                        "SET ivfflat.iterative_scan = relaxed_order; SET ivfflat.max_probes = 8;")) {
                    String lists = settings + "SET float2.only_index = 'hybrid_search.lists';" + WALK;
                    String query = nearest("meta_id, " + filter + " AS ok", filter, 100);
                    assertThat(plan(lists, query)).contains("Index Scan using lists");
                    long expected = Math.min(100, matches(filter));
                    assertThat(database.value(lists + "SELECT count(*) || ' ' || count(DISTINCT meta_id) || ' ' || count(*) FILTER (WHERE ok) FROM ("
                            + query + ") AS s")).as("%s with %s", filter, settings).isEqualTo(expected + " " + expected + " " + expected);
                }
            }
        } finally {
            database.execute("DROP INDEX hybrid_search.lists");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"meta_id <= 300; 1.0", "label = 'Minicar'; 1.0", "label = 'Bike'; 0.8", "true; 0.8"})
    void theRowsAreThoseThatComparingAllFinds(String filter, double recall) throws SQLException {
        String query = nearest("meta_id", filter, 50);
        List<String> exact = database.values(EXACT + query);
        assertThat(database.values(query).stream().filter(exact::contains).count())
                .isGreaterThanOrEqualTo(Math.round(exact.size() * recall));
    }

    @ParameterizedTest
    @ValueSource(strings = {"label = 'Bike'", "label = 'Car'", "true"})
    void aWalkGivesTheNearestFirst(String filter) throws SQLException {
        List<Double> distances = distances("SET float2.complete_scan = off;" + WALK, filter);
        assertThat(distances).hasSize(40);
        assertThat(descents(distances)).as("%s", distances).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta_id <= 40", "meta_id % 700 = 3"})
    void whereTheGraphEndsTheOrderBeginsAnewOnce(String filter) throws SQLException {
        List<Double> distances = distances("SET hnsw.max_scan_tuples = 2000;" + WALK, filter);
        assertThat(distances).hasSize(40);
        assertThat(descents(distances)).as("%s", distances).isLessThanOrEqualTo(1);
    }

    private List<Double> distances(String settings, String filter) throws SQLException {
        return database.values(settings + nearest("vector <=> '" + QUERY + "'::float4[]", filter, 40)).stream().map(Double::valueOf).toList();
    }

    /** How often a distance is smaller than the one before; the index keeps vectors of length 1 as halves, hence the tolerance. */
    private static long descents(List<Double> distances) {
        return IntStream.range(1, distances.size()).filter(i -> distances.get(i) < distances.get(i - 1) - 0.001).count();
    }

    @Test
    void aRelaxedScanGivesEveryRowToo() throws SQLException {
        String relaxed = WALK + "SET float2.iterative_scan = relaxed_order;";
        assertThat(database.values(relaxed + nearest("meta_id", "label = 'Bike'", 3000))).hasSize(3000).doesNotHaveDuplicates();
        assertThat(database.values(WALK + "SET hnsw.iterative_scan = relaxed_order;" + nearest("meta_id", "label = 'Bike'", 3000)))
                .hasSize(3000).doesNotHaveDuplicates();
    }

    @Test
    void switchedOffAWalkEndsAsPgvectorsDoes() throws SQLException {
        String off = WALK + "SET float2.iterative_scan = off; SET hnsw.ef_search = 20;";
        assertThat(database.values(off + nearest("meta_id", "true", 100))).hasSizeLessThan(100);
        assertThat(database.values(WALK + "SET float2.complete_scan = off; SET hnsw.max_scan_tuples = 1;" + nearest("meta_id", "label = 'Forklift'", 3)))
                .hasSizeLessThan(3);
    }

    @Test
    void everyRowComesOnceAfterUpdatesAndDeletes() throws SQLException {
        database.execute("CREATE TABLE lively (id int PRIMARY KEY, note int, v float2[]) WITH (fillfactor = 70)",
                "INSERT INTO lively SELECT i, 0, gen_rand_f2_arr(100, 8 + 0 * i) FROM generate_series(1, 3000) AS i",
                "CREATE INDEX lively_v_idx ON lively USING ann (v)",
                "UPDATE lively SET note = 1 WHERE id % 3 = 0",
                "UPDATE lively SET v = gen_rand_f2_arr(100, 8 + 0 * id) WHERE id % 5 = 0",
                "DELETE FROM lively WHERE id % 7 = 0",
                "INSERT INTO lively VALUES (5000, 0, NULL)");
        String all = "SELECT count(*) || ' ' || count(DISTINCT id) FROM (SELECT id FROM lively ORDER BY v <-> '{1,2,3,4,5,6,7,8}' LIMIT 9999) AS s";
        String left = database.value("SELECT count(*) || ' ' || count(*) FROM lively WHERE v IS NOT NULL");
        String walk = "SET hnsw.max_scan_tuples = 300;" + WALK;
        assertThat(plan(walk, "SELECT id FROM lively ORDER BY v <-> '{1,2,3,4,5,6,7,8}' LIMIT 9999")).contains("lively_v_idx");
        assertThat(database.value(walk + all)).isEqualTo(left);
        // rows of the transaction itself too
        assertThat(database.value(walk + "BEGIN; INSERT INTO lively VALUES (5001, 0, '{1,2,3,4,5,6,7,8}'); DELETE FROM lively WHERE id = 1;" + all))
                .isEqualTo(left);
        database.execute("DROP TABLE lively");
    }

    @Test
    void eachOfSeveralVectorsGetsItsOwnRows() throws SQLException {
        assertThat(database.values(WALK + "SELECT count(*) FROM (SELECT vector FROM " + TABLE + " WHERE meta_id IN (1, 2, 3) OFFSET 0) AS q,"
                        + " LATERAL (SELECT meta_id FROM " + TABLE + " AS t WHERE label = 'Trailer' ORDER BY t.vector <=> q.vector LIMIT 10) AS n"
                        + " GROUP BY q.vector"))
                .containsExactly("10", "10", "10");
    }

    // --- the plan ------------------------------------------------------------------

    @Test
    void fewMatchingRowsAreCompared() throws SQLException {
        assertThat(plan("", nearest("meta_id", "label = 'Minicar'", 10))).contains("image_vectors_label_idx").doesNotContain("Order By");
        assertThat(plan("", nearest("meta_id", "meta_id <= 3", 10))).contains("image_vectors_pkey").doesNotContain("Order By");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "label = 'Car'", "label = 'Bike'"})
    void amongManyMatchingRowsTheGraphIsWalked(String filter) throws SQLException {
        assertThat(plan("", nearest("meta_id", filter, 10))).contains("Index Scan using image_vectors_vector_idx", "Order By");
    }

    @Test
    void allRowsAreSorted() throws SQLException {
        assertThat(plan("", nearest("meta_id", "true", ROWS))).doesNotContain("Order By");
    }

    @Test
    void aGraphThatMayGiveTooFewRowsIsNotWalked() throws SQLException {
        for (String setting : List.of("SET float2.iterative_scan = off;", "SET float2.complete_scan = off; SET hnsw.max_scan_tuples = 100;")) {
            assertThat(plan(setting, nearest("meta_id", "label = 'Bike'", 30))).as(setting).doesNotContain("Order By");
            assertThat(plan(setting, nearest("meta_id", "true", 30))).as(setting).contains("Order By");
        }
    }

    @Test
    void aPartialIndexIsUsedWhenTheConditionImpliesItsOwn() throws SQLException {
        database.execute("CREATE INDEX bikes ON " + TABLE + " USING ann (vector float2_cosine_ops) WITH (m = 8, ef_construction = 32)"
                + " WHERE label = 'Bike'");
        assertThat(plan("", nearest("meta_id", "label = 'Bike'", 10))).contains("Index Scan using bikes");
        assertThat(plan("", nearest("meta_id", "label = 'Bike' AND distance < 200", 10))).contains("Index Scan using bikes");
        assertThat(plan("", nearest("meta_id", "label IN ('Bike', 'Car')", 10))).contains("image_vectors_vector_idx");
        assertThat(database.value(WALK + "SELECT count(*) FROM (" + nearest("meta_id", "label = 'Bike' AND meta_id % 1000 = 3", 100) + ") AS s"))
                .isEqualTo(String.valueOf(matches("label = 'Bike' AND meta_id % 1000 = 3")));
        database.execute("DROP INDEX hybrid_search.bikes");
    }
}
