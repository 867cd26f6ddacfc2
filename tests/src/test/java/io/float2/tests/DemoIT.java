package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The demo on a server of its own, twice, because people run it twice. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {

    private static ScratchDirectory scratch;
    private static String directory;

    @BeforeAll
    static void chooseDirectory() {
        scratch = ScratchDirectory.create();
        directory = scratch.path().resolve("server").toString();
    }

    @AfterAll
    static void stopAndDelete() throws IOException {
        Cli.run("server", "stop", "--dir", directory);
        scratch.delete();
    }

    @Test
    @Order(1)
    void theFirstRunStartsTheServerAndFindsTheNeighbours() {
        Cli.Result demo = Cli.run("demo", "--dir", directory);
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(recall(demo.out())).isBetween(0.95, 1.0);
        assertThat(demo.out())
                .contains("20,000 vectors of 128 dimensions")
                .containsPattern("float2\\[\\] +[0-9.]+ MB +280 B")
                .containsPattern("float4\\[\\] +[0-9.]+ MB +536 B")
                .contains("USING ann")
                .containsPattern("Index Scan using \\S+ on photos")
                .contains("Filter: ((size > ")
                .contains("bin/float2 psql --dir " + directory);
    }

    @Test
    @Order(2)
    void theSecondRunMakesTheTableAnew() throws SQLException {
        Cli.Result demo = Cli.run("demo", "--dir", directory, "--json");
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out().lines()).hasSize(1);
        assertThat(demo.out()).startsWith("{").contains("\"recall\":");
        assertThat(value("SELECT count(*) || ' ' || count(DISTINCT id) FROM demo.photos")).isEqualTo("20000 20000");
        assertThat(value("SELECT count(*) FROM pg_class WHERE relnamespace = 'demo'::regnamespace AND relkind = 'r'")).isEqualTo("1");
    }

    @Test
    @Order(3)
    void aSchemaOfSomebodyElseIsLeftAlone() throws SQLException {
        value("DROP SCHEMA demo CASCADE; CREATE SCHEMA demo; CREATE TABLE demo.photos AS SELECT 'precious' AS mine; SELECT 1");
        Cli.Result demo = Cli.run("demo", "--dir", directory);
        assertThat(demo.exitCode()).isOne();
        assertThat(demo.err()).contains("has a schema \"demo\" that the demo has not made");
        assertThat(value("SELECT mine FROM demo.photos")).isEqualTo("precious");
    }

    private static double recall(String report) {
        Matcher recall = Pattern.compile("recall@10: ([0-9.]+)").matcher(report);
        assertThat(recall.find()).as(report).isTrue();
        return Double.parseDouble(recall.group(1));
    }

    private static String value(String sql) throws SQLException {
        return Sql.lastValue(ConnectionTarget.parse(Cli.run("server", "url", "--dir", directory).lastLine(), Map.of()), sql);
    }
}
