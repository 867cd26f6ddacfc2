package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.float2.progress.Progress;
import io.float2.search.RecallMeasurement;
import io.float2.search.RecallPlan;
import io.float2.search.RecallReport;
import io.float2.search.SearchPlan;
import io.float2.sql.ColumnName;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measurements of recall on the sample, whose true neighbours are known. */
@WithDatabase
class RecallIT {

    private static final Path QUERIES = SampleData.photos().resolve("query.bvecs");

    private final TestDatabase database;

    @TempDir
    Path directory;

    RecallIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void load(TestDatabase database) {
        Cli.Result loaded = database.cli("load", SampleData.photos().resolve("base.bvecs").toString(), "--metadata",
                SampleData.photos().resolve("base.csv").toString(), "-t", "photos", "--create");
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        Cli.Result indexed = database.cli("index", "photos.vector", "--memory", "200MB");
        assertThat(indexed.exitCode()).as(indexed.err()).isZero();
    }

    @Test
    void theIndexFindsNearlyAllAndTheTruthIsTheSameFromAnySource() throws Exception {
        RecallPlan plan = plan(10, 40).withSample(300);
        RecallReport distances = measure(plan.withTruth(SampleData.photos().resolve("groundtruth.fvecs")));
        RecallReport rowNumbers = measure(plan.withTruth(SampleData.photos().resolve("groundtruth.ivecs")));
        RecallReport allRows = measure(plan);
        assertThat(allRows.usesIndex()).isTrue();
        assertThat(allRows.indexes()).containsExactly("photos_vector_idx");
        assertThat(allRows.plan()).isEqualTo("Index Scan using photos_vector_idx on photos");
        assertThat(allRows.recall()).isGreaterThanOrEqualTo(0.95).isLessThan(1);
        assertThat(allRows.low()).isLessThan(allRows.recall());
        assertThat(allRows.high()).isGreaterThan(allRows.recall());
        assertThat(allRows.queries()).isEqualTo(300);
        assertThat(distances.recall()).isCloseTo(allRows.recall(), within(1e-9));
        assertThat(rowNumbers.recall()).isCloseTo(allRows.recall(), within(1e-9));
        assertThat(distances.exact()).isNull();
        assertThat(allRows.exact().p50Millis()).isGreaterThan(allRows.approximate().p50Millis());
    }

    @Test
    void moreCandidatesFindMore() throws Exception {
        double few = measure(plan(10, 10).withSample(200)).recall();
        double many = measure(plan(10, 200).withSample(200)).recall();
        assertThat(many).isGreaterThan(few);
    }

    @Test
    void aConditionIsMeasuredAgainstAllRowsThatFulfilIt() throws Exception {
        SearchPlan search = SearchPlan.in(ColumnName.parse("photos.vector")).where("width > 2000 AND x < 1200").build();
        RecallReport report = measure(RecallPlan.of(search, QUERIES).withSample(50));
        assertThat(report.recall()).isGreaterThanOrEqualTo(0.95);
        assertThat(report.iterativeScan()).isTrue();
    }

    @Test
    void aTableWithoutAnIndexIsSaidToHaveNone() throws SQLException {
        database.execute("CREATE TABLE plain AS SELECT id, vector FROM photos LIMIT 500");
        Cli.Result result = database.cli("recall", "plain.vector", "--queries", QUERIES.toString(), "--sample", "20");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("recall@10 of plain.vector: 1.0000, 95 % interval 0.8389 to 1.0000 (Wilson over queries)");
        assertThat(result.err()).contains("no index answers this search, the server plans: Seq Scan on plain");
    }

    @Test
    void theReportIsPrintedForPeopleAndAsJson() {
        Cli.Result text = database.cli("recall", "photos.vector", "--queries", QUERIES.toString(), "--sample", "50", "--ef-search", "80");
        assertThat(text.out()).contains("over 50 queries against comparison with all rows, hnsw.ef_search = 80",
                "plan: Index Scan using photos_vector_idx on photos", "by photos_vector_idx", "all rows", "queries/s");
        Cli.Result json = database.cli("recall", "photos.vector", "--queries", QUERIES.toString(), "--sample", "50", "--json");
        assertThat(json.out()).startsWith("{\"table\":\"photos\"").contains("\"indexes\":[\"photos_vector_idx\"]", "\"p99Millis\":");
    }

    @Test
    void whatCannotBeMeasuredIsNamed() {
        Path truth = VectorFiles.fvecs(directory.resolve("t.fvecs"), new float[100]);
        assertFails(truth + " has 1 rows, so it tells nothing of query 2", "--truth", truth.toString());
        assertFails(truth + " has 100 neighbours for each query, fewer than the 101 asked for", "--truth", truth.toString(), "-k", "101");
        assertFails("the neighbours in " + truth + " are those without a condition: leave --truth or --where out",
                "--truth", truth.toString(), "--where", "true");
        assertFails("no query has a neighbour: photos.vector has no vector that fulfils false", "--where", "false");
        assertFails(QUERIES + " is neither .ivecs (row numbers) nor .fvecs (squared distances)", "--truth", QUERIES.toString());
    }

    private static RecallPlan plan(int k, int efSearch) {
        return RecallPlan.of(SearchPlan.in(ColumnName.parse("photos.vector")).k(k).efSearch(efSearch).build(), QUERIES);
    }

    private RecallReport measure(RecallPlan plan) throws SQLException, InterruptedException {
        return RecallMeasurement.measure(plan, database.target()::open, Progress.NONE);
    }

    private void assertFails(String sentence, String... options) {
        String[] command = new String[options.length + 4];
        command[0] = "recall";
        command[1] = "photos.vector";
        command[2] = "--queries";
        command[3] = QUERIES.toString();
        System.arraycopy(options, 0, command, 4, options.length);
        Cli.Result result = database.cli(command);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.err()).contains("float2: " + sentence);
    }
}
