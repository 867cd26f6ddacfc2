package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison with pgvector's halfvec, on few rows: what it reports and what it leaves behind, not how fast it is. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class BenchAnnIT {

    private final TestDatabase database;

    @TempDir
    Path out;

    BenchAnnIT(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void nothingIsLeftBehind() throws SQLException {
        assertThat(database.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'float2\\_bench%'")).isEqualTo("0");
    }

    @Test
    void bothSidesAreBuiltAndSearchedAndTheResultIsWritten() throws Exception {
        Cli.Result run = database.cli("bench", "ann", "--rows", "2000", "--queries", "50", "--pairs", "2", "--rounds", "2", "--ef-search",
                "10,100", "--m", "8", "--ef-construction", "32", "--memory", "64MB", "--out", out.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith("{\"data\":\"photos-sift-20k\",\"rows\":2000,\"dimension\":128,\"queries\":50,\"k\":10,\"m\":8,")
                .contains("\"maintenance_work_mem\":\"64MB\"", "\"side\":\"float2[] ann\",\"pair\":2,",
                        "\"side\":\"halfvec hnsw\",\"pair\":2,", "\"buildRatio\":{\"min\":", "\"sizeRatio\":",
                        "\"ratios\":[{\"efSearch\":10,", "\"equalRecall\":[");
        assertThat(numbers(run.out(), "recall")).isNotEmpty().allSatisfy(recall -> assertThat(recall).isBetween(0.5, 1.0));
        assertThat(numbers(run.out(), "indexBytes")).hasSize(4).allSatisfy(bytes -> assertThat(bytes).isGreaterThan(2000 * 256));
        assertThat(Files.readString(out.resolve("ann-2000x128.json")).strip()).isEqualTo(run.out().strip());
        for (String kind : new String[] {"client", "clients", "server"}) {
            assertThat(Files.readString(out.resolve("ann-2000x128-" + kind + ".svg"))).contains("<svg");
        }
    }

    @Test
    void longVectorsAreMadeOfNeighboursAndTheTableIsForPeople() {
        Cli.Result run = database.cli("bench", "ann", "--rows", "500", "--dim", "256", "--queries", "20", "--pairs", "1", "--rounds", "1",
                "--ef-search", "40");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("500 rows of dimension 256 (photos-sift-20k, 2 descriptors of a neighbourhood joined), m = 16",
                "times as fast as halfvec's", "recall@10", "float2[] ann", "halfvec hnsw", "ef_search 40");
    }

    @Test
    void whatCannotBeMeasuredIsNamed() {
        Cli.Result fewCandidates = database.cli("bench", "ann", "--ef-search", "5");
        assertThat(fewCandidates.exitCode()).isEqualTo(2);
        assertThat(fewCandidates.err()).contains("--ef-search takes values from 10, the number of neighbours, to 1000, not [5]");
        Cli.Result manyRows = database.cli("bench", "ann", "--rows", "20001");
        assertThat(manyRows.exitCode()).isOne();
        assertThat(manyRows.err()).contains("has 20000 rows, fewer than the 20001 asked for");
        Cli.Result refused = database.cli("bench", "ann", "--rows", "300", "--queries", "5", "--m", "1000");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.err()).contains("float2: value 1000 out of bounds for option \"m\"");
    }

    private static List<Double> numbers(String json, String name) {
        return Pattern.compile('"' + name + "\":([0-9.E-]+)").matcher(json).results()
                .map(found -> Double.valueOf(found.group(1))).toList();
    }
}
