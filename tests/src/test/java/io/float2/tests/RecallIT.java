package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.float2.progress.Progress;
import io.float2.search.RecallMeasurement;
import io.float2.search.RecallPlan;
import io.float2.search.RecallReport;
import io.float2.search.SampledRecall;
import io.float2.search.SampledRecallPlan;
import io.float2.search.SampledRecallReport;
import io.float2.search.SearchPlan;
import io.float2.sql.ColumnName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    void withoutQueriesTheRowsThemselvesAreTheQueries() {
        Cli.Result text = database.cli("recall", "photos.vector", "--sample", "40");
        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out()).contains("photos.vector: vectors of its own rows against comparison with all rows, hnsw.ef_search = 40",
                "recall@10", "95 % interval", "photos_vector_idx");
        Cli.Result json = database.cli("recall", "photos.vector", "--sample", "40", "--where", "width > 2000", "-k", "5", "--json");
        assertThat(json.out()).startsWith("{\"table\":\"photos\"").contains("\"k\":5", "\"where\":\"width > 2000\"",
                "\"iterativeScan\":true", "\"queries\":40", "\"failure\":null");
    }

    @Test
    void everyIndexOnTheColumnIsMeasured() throws Exception {
        database.execute("CREATE TABLE pair AS SELECT id, vector FROM photos LIMIT 3000",
                "CREATE INDEX low ON pair USING ann (vector) WITH (m = 4, ef_construction = 8) WHERE id % 2 = 0",
                "CREATE INDEX high ON pair USING ann (vector) WITH (m = 16, ef_construction = 64) WHERE id % 2 = 1");
        SampledRecallReport report = SampledRecall.measure(
                new SampledRecallPlan(ColumnName.parse("pair.vector"), null, null, 10, 50, 10, SearchPlan.DEFAULT),
                database.target()::open, Progress.NONE);
        assertThat(report.indexes()).extracting(SampledRecallReport.Measured::index).containsExactly("high", "low");
        assertThat(report.indexes().get(0).recall()).isGreaterThan(report.indexes().get(1).recall());
        assertThat(report.indexes()).allSatisfy(m -> {
            assertThat(m.queries()).isEqualTo(50);
            assertThat(m.predicate()).contains("id %");
            assertThat(m.low()).isLessThan(m.recall());
            assertThat(m.approximate().p50Millis()).isPositive();
        });
        // the same rows are drawn again
        assertThat(SampledRecall.measure(new SampledRecallPlan(ColumnName.parse("pair.vector"), "low", null, 10, 50, 10, SearchPlan.DEFAULT),
                database.target()::open, Progress.NONE).indexes().get(0).recall()).isEqualTo(report.indexes().get(1).recall());
    }

    @Test
    void whatCannotBeSampledIsNamed() throws SQLException {
        database.execute("CREATE TABLE bare AS SELECT id, vector FROM photos LIMIT 30");
        assertRefuses(1, "bare.vector has no index on vectors to be measured; float2 index bare.vector builds one", "bare.vector");
        assertRefuses(1, "the column bare.id is of type bigint, which holds no vectors", "bare.id");
        assertRefuses(1, "photos.vector has no index photos_pkey on vectors", "photos.vector", "--index", "photos_pkey");
        assertRefuses(1, "the filter \"wide\" does not fit table \"photos\": column \"wide\" does not exist", "photos.vector", "--where", "wide");
        assertRefuses(1, "k must be 1 to 10000, not 0", "photos.vector", "-k", "0");
        assertRefuses(1, "index \"photos_vector_idx\" has too few rows for k = 10: 0 of them fulfil the filter",
                "photos.vector", "--where", "false");
        assertRefuses(2, "--truth needs --queries", "photos.vector", "--truth", "t.fvecs");
        assertRefuses(2, "--index is for measuring without --queries", "photos.vector", "--queries", QUERIES.toString(), "--index", "i");
    }

    private void assertRefuses(int exitCode, String sentence, String... arguments) {
        List<String> command = new ArrayList<>(List.of("recall"));
        command.addAll(List.of(arguments));
        Cli.Result result = database.cli(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains("float2: " + sentence);
    }

    @Test
    void whatCannotBeMeasuredIsNamed() {
        Path truth = VectorFiles.fvecs(directory.resolve("t.fvecs"), new float[100]);
        assertFails(truth + " has 1 rows, so it tells nothing of query 2", "--truth", truth.toString());
        assertFails(truth + " has 100 neighbours for each query, fewer than the 101 asked for", "--truth", truth.toString(), "-k", "101");
        assertRefuses(2, "the neighbours in " + truth + " are those without a condition: leave --truth or --where out",
                "photos.vector", "--queries", QUERIES.toString(), "--truth", truth.toString(), "--where", "true");
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
