package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.bench.split.MariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison with the split architecture, on few rows: what it reports and what it leaves behind, not how fast it is. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class BenchHybridIT {

    private static final String PROGRAMS = "float2.mariadb";

    private final TestDatabase database;

    @TempDir
    Path directory;

    BenchHybridIT(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void nothingIsLeftBehind() throws SQLException {
        System.clearProperty(PROGRAMS);
        assertThat(database.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'float2\\_bench%'")).isEqualTo("0");
    }

    @Test
    void allWaysFindTheSameRowsUnderEveryFilter() throws Exception {
        Assumptions.assumeTrue(MariaDb.isInstalled(), MariaDb.MISSING);
        Cli.Result run = bench("--share", "1,100", "--out", directory.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith("{\"data\":\"photos-sift-20k\",\"rows\":3000,\"dimension\":128,")
                .contains("\"skipped\":null", "\"what\":\"ann\"", "\"what\":\"JVector\"",
                        "\"filter\":\"1 %\",\"condition\":\"case_id < 100\"", "\"filter\":\"100 %\"", "\"filter\":\"label\"", "\"filter\":\"joint\"",
                        "\"filter\":\"none\",\"condition\":null",
                        "\"way\":\"one statement, partial index\"", "\"way\":\"one statement, covering index\"", "\"setting\":\"compare\"");
        assertThat(count(run.out(), "\"way\":\"one statement\"")).isEqualTo(5);
        assertThat(count(run.out(), "\"way\":\"split\"")).isEqualTo(5);
        assertThat(count(run.out(), "\"way\":\"fetch all\"")).isEqualTo(5);
        // A few rows pass the narrow filters; every way finds all of them.
        assertThat(recalls(run.out(), "fetch all")).hasSize(5).containsOnly(1.0);
        assertThat(recalls(run.out(), "split")).hasSize(5).allSatisfy(recall -> assertThat(recall).isGreaterThanOrEqualTo(0.95));
        assertThat(recalls(run.out(), "one statement")).hasSize(5).allSatisfy(recall -> assertThat(recall).isGreaterThanOrEqualTo(0.95));
        assertThat(Files.readString(directory.resolve("hybrid-3000.svg"))).contains("<svg");
        assertThat(Files.readString(directory.resolve("hybrid-3000.json")).strip()).isEqualTo(run.out().strip());
    }

    @Test
    void withoutMariaDbOnlyTheStatementIsMeasuredAndTheReasonSaid() {
        System.setProperty(PROGRAMS, directory.toString());
        Cli.Result run = bench("--share", "10");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("MariaDB is not installed, so there is nothing to compare with", "apt-get install mariadb-server",
                "one statement").doesNotContain("split: ", "fetch all");
    }

    @Test
    void whatCannotBeMeasuredIsNamed() {
        Cli.Result share = bench("--share", "0.001");
        assertThat(share.exitCode()).isEqualTo(2);
        assertThat(share.err()).contains("--share takes percentages from 0.01 to 100, not 0.001");
        Cli.Result recall = bench("--recall", "1.5");
        assertThat(recall.exitCode()).isEqualTo(2);
        assertThat(recall.err()).contains("--recall is above 0 and at most 1, not 1.5");
    }

    private Cli.Result bench(String... options) {
        return database.cli(Stream.concat(Stream.of("bench", "hybrid", "--rows", "3000", "--queries", "20", "--rounds", "1", "--seconds",
                "0.1", "--m", "8"), Stream.of(options)).toArray(String[]::new));
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }

    private static List<Double> recalls(String json, String way) {
        return Pattern.compile("\"way\":\"" + way + "\",\"setting\":\"[^\"]*\",\"plan\":\"[^\"]*\",\"recall\":([0-9.]+)")
                .matcher(json).results().map(found -> Double.valueOf(found.group(1))).toList();
    }
}
