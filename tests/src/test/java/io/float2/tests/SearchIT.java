package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.float2.search.SearchPlan;
import io.float2.search.SearchResult;
import io.float2.search.Searcher;
import io.float2.sql.ColumnName;
import io.float2.sql.Metric;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches with an index, compared with all distances computed here. */
@WithDatabase
class SearchIT {

    private static final String QUERIES = SampleData.photos().resolve("query.bvecs").toString();

    private final TestDatabase database;

    @TempDir
    Path directory;

    SearchIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void load(TestDatabase database) throws SQLException {
        for (String type : List.of("float2", "float4")) {
            Cli.Result loaded = database.cli("load", SampleData.photos().resolve("base.bvecs").toString(), "--metadata",
                    SampleData.photos().resolve("base.csv").toString(), "-t", "photos_" + type, "--create", "--type", type);
            assertThat(loaded.exitCode()).as(loaded.err()).isZero();
            Cli.Result indexed = database.cli("index", "photos_" + type + ".vector", "--memory", "200MB");
            assertThat(indexed.exitCode()).as(indexed.err()).isZero();
        }
        database.execute("ALTER TABLE photos_float2 ADD tags jsonb",
                "UPDATE photos_float2 SET tags = '{\"rare\": true}' WHERE id % 4000 = 17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"float2", "float4"})
    void anIndexedSearchFindsWhatComparingAllRowsFinds(String type) throws SQLException {
        List<float[]> base = VectorFiles.readBvecs(SampleData.photos().resolve("base.bvecs"));
        SearchPlan plan = SearchPlan.in(ColumnName.parse("photos_" + type + ".vector")).k(5).efSearch(400).columns(List.of("id")).build();
        try (Searcher searcher = Searcher.open(plan, database.target()::open)) {
            for (float[] query : VectorFiles.readBvecs(Path.of(QUERIES)).subList(0, 20)) {
                double[] all = base.stream().mapToDouble(row -> distance(row, query)).sorted().limit(5).toArray();
                SearchResult found = searcher.search(query);
                assertThat(found.rows()).hasSize(5);
                for (int i = 0; i < 5; i++) {
                    assertThat(found.distance(i)).isCloseTo(all[i], within(1e-5 * all[i]));
                    int id = ((Number) found.rows().get(i).get(0)).intValue();
                    assertThat(distance(base.get(id), query)).isCloseTo(all[i], within(1e-5 * all[i]));
                }
            }
            assertThat(String.join("\n", searcher.explain(base.get(0)))).contains("Index Scan using photos_" + type + "_vector_idx");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Metric.class, names = {"IP", "COSINE", "L1"})
    void everyMetricHasItsIndex(Metric metric) throws SQLException {
        String name = "by_" + metric.name().toLowerCase(Locale.ROOT);
        Cli.Result built = database.cli("index", "photos_float2.vector", "--metric", metric.name(), "--name", name, "--m", "4",
                "--ef-construction", "16", "--memory", "200MB");
        assertThat(built.exitCode()).as(built.err()).isZero();
        SearchPlan plan = SearchPlan.in(ColumnName.parse("photos_float2.vector")).metric(metric).k(3).efSearch(800).columns(List.of("id")).build();
        try (Searcher searcher = Searcher.open(plan, database.target()::open)) {
            float[] query = VectorFiles.readBvecs(Path.of(QUERIES)).get(0);
            assertThat(String.join("\n", searcher.explain(query))).contains("Index Scan using " + name);
            SearchResult found = searcher.search(query);
            assertThat(found.rows()).hasSize(3);
            assertThat(found.distance(0)).isLessThanOrEqualTo(found.distance(2));
        }
    }

    @Test
    void theResultIsATableOfAllColumnsButTheVectors() {
        Cli.Result result = database.cli("search", "photos_float2.vector", "--query", QUERIES, "-k", "3");
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines.get(0)).contains("id", "photo", "response", "distance").doesNotContain("vector");
        assertThat(lines).hasSize(2 + 3 + 1);
        assertThat(lines.get(5)).startsWith("3 rows in ");
    }

    @Test
    void aRowIsLikeItself() {
        Cli.Result result = database.cli("search", "photos_float2.vector", "--like", "4242", "-k", "2", "--columns", "photo,id", "--json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("\"query\":\"4242\"").containsPattern("\"rows\":\\[\\{\"photo\":\"[^\"]+\",\"id\":4242,\"distance\":0.0\\}");
    }

    @Test
    void aFilterStillFillsTheResult() throws SQLException {
        Cli.Result result = database.cli("search", "photos_float2.vector", "--query", QUERIES, "--row", "7", "-k", "5", "--where",
                "tags ? 'rare' -- only these", "--columns", "id");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("5 rows in ");
        List<String> ids = result.out().lines().skip(2).limit(5).map(line -> line.strip().split(" ")[0]).toList();
        assertThat(ids).containsExactlyInAnyOrderElementsOf(database.values("SELECT id FROM photos_float2 WHERE tags ? 'rare'"));
    }

    @Test
    void aFilterThatTheIndexGivesUpOnIsAnsweredByComparingAllRows() throws SQLException {
        // The server completes what the index gives up on, unless it is told not to.
        database.execute("ALTER DATABASE " + database.target().database() + " SET hnsw.max_scan_tuples = 100",
                "ALTER DATABASE " + database.target().database() + " SET float2.complete_scan = off");
        try {
            SearchPlan plan = SearchPlan.in(ColumnName.parse("photos_float4.vector")).k(5).where("CASE WHEN id % 4000 = 17 THEN true ELSE false END").build();
            try (Searcher searcher = Searcher.open(plan, database.target()::open)) {
                SearchResult result = searcher.search(new float[128]);
                assertThat(result.rows()).hasSize(5);
                assertThat(result.exact()).isTrue();
                assertThat(IntStream.range(1, 5)).allMatch(i -> result.distance(i - 1) <= result.distance(i));
                assertThat(String.join("\n", searcher.explain(new float[128]))).as("the index is used again").contains("Order By");
            }
        } finally {
            database.execute("ALTER DATABASE " + database.target().database() + " RESET hnsw.max_scan_tuples",
                    "ALTER DATABASE " + database.target().database() + " RESET float2.complete_scan");
        }
    }

    @Test
    void moreNeighboursThanTheUsualCandidatesAreFoundAllTheSame() throws SQLException {
        SearchPlan plan = SearchPlan.in(ColumnName.parse("photos_float2.vector")).k(1500).columns(List.of("id")).build();
        try (Searcher searcher = Searcher.open(plan, database.target()::open)) {
            assertThat(searcher.search(new float[128]).rows()).hasSize(1500);
        }
    }

    @Test
    void severalQueriesComeOneAfterTheOther() {
        Cli.Result result = database.cli("search", "photos_float2.vector", "--query", QUERIES, "--limit-queries", "3", "-k", "1");
        assertThat(result.out().lines().filter(line -> line.startsWith("query "))).containsExactly("query 1:", "query 2:", "query 3:");
        Cli.Result json = database.cli("search", "photos_float2.vector", "--query", QUERIES, "--row", "2", "-k", "1", "--json", "--explain");
        assertThat(json.out()).startsWith("[{\"query\":2,").contains("\"plan\":[\"Limit ");
    }

    @Test
    void whatCannotBeSearchedIsNamed() {
        Path other = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1, 2});
        assertFails("the query is of dimension 2, but the vectors in photos_float2.vector are of dimension 128",
                "photos_float2.vector", "--query", other.toString());
        assertFails(other + " has 1 rows, so there is no row 2", "photos_float2.vector", "--query", other.toString(), "--row", "2");
        assertFails("there is no row in photos_float2 whose id is 20000", "photos_float2.vector", "--like", "20000");
        assertFails("there is no row in photos_float2 whose id is x: that is no bigint", "photos_float2.vector", "--like", "x");
        assertFails("the table photos_float2 has no column colour; it has id,", "photos_float2.vector", "--like", "1", "--columns", "colour");
        assertFails("the column photos_float2.photo is of type text, but vectors are float2[] or float4[]", "photos_float2.photo", "--like", "1");
        assertFails(2, "ef_search can be 1 to 1000, not 1001", "photos_float2.vector", "--like", "1", "--ef-search", "1001");
        assertThat(database.cli("search", "photos_float2.vector").exitCode()).isEqualTo(2);
        assertThat(database.cli("search", "photos_float2.vector", "--like", "1", "--query", QUERIES).exitCode()).isEqualTo(2);
    }

    @Test
    void aConditionCannotChangeAnything() throws SQLException {
        database.execute("CREATE SEQUENCE counter");
        assertFails("cannot execute nextval() in a read-only transaction",
                "photos_float2.vector", "--like", "1", "--where", "nextval('counter') > 0");
        Cli.Result result = database.cli("search", "photos_float2.vector", "--like", "1", "--where", "true); DROP SEQUENCE counter; --");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(database.value("SELECT to_regclass('counter')")).isEqualTo("counter");
    }

    private void assertFails(String sentence, String... args) {
        assertFails(1, sentence, args);
    }

    private void assertFails(int exitCode, String sentence, String... args) {
        String[] command = new String[args.length + 1];
        command[0] = "search";
        System.arraycopy(args, 0, command, 1, args.length);
        Cli.Result result = database.cli(command);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains("float2: " + sentence);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
