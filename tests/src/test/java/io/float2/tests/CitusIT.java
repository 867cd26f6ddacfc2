package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables spread over the nodes of Citus: what they hold and answer is what one table holds and answers. */
@Timeout(300)
@EnabledIf(value = "io.float2.tests.CitusCluster#isOffered", disabledReason = "the PostgreSQL of the tests has no extension citus to offer")
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {2, 3})
class CitusIT {

    private static final String BASE = SampleData.photos().resolve("base.bvecs").toString();
    private static final String METADATA = SampleData.photos().resolve("base.csv").toString();
    private static final String QUERIES = SampleData.photos().resolve("query.bvecs").toString();
    private static final String DIGEST = "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM %s AS t";

    private static CitusCluster cluster;
    private static TestDatabase database;

    @Parameter
    private int workers;

    @BeforeParameterizedClassInvocation
    static void start(int workers) throws IOException, SQLException {
        cluster = CitusCluster.start(workers);
        database = cluster.coordinator();
        load("single");
        load("spread", "--distribute-by", "id", "--shards", "4");
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void load(String table, String... further) {
        List<String> arguments = new ArrayList<>(List.of("load", BASE, "--metadata", METADATA, "-t", table, "--create", "--drop",
                "--limit", "4000"));
        arguments.addAll(List.of(further));
        ok(database.cli(arguments.toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({"id, 1000, auto, 2", "id, 4000, auto, 1", "photo, 1000, arrays, 2", "id, 700, packed, 2"})
    void aLoadPutsTheSameRowsIntoShards(String column, int shardRows, String transfer, int jobs) throws SQLException {
        load("loaded", "--distribute-by", column, "--shards", "8", "--shard-rows", String.valueOf(shardRows), "--transfer", transfer,
                "--jobs", String.valueOf(jobs));
        assertThat(digest("loaded")).isEqualTo(digest("single"));
        assertThat(database.value("SELECT count(DISTINCT shardid) || ' ' || count(DISTINCT nodeport) || ' ' || min(citus_table_type) "
                + "FROM citus_shards WHERE table_name = 'loaded'::regclass")).isEqualTo("8 " + workers + " distributed");
        assertThat(database.value("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'loaded'::regclass AND contype = 'p'"))
                .isEqualTo(column.equals("id") ? "PRIMARY KEY (id)" : "PRIMARY KEY (id, photo)");
        assertThat(database.value("SELECT bool_and(success AND result = 'p') FROM run_command_on_shards('loaded', "
                + "$$SELECT attstorage FROM pg_attribute WHERE attrelid = '%s'::regclass AND attname = 'vector'$$)")).isEqualTo("t");
        database.execute("DROP TABLE loaded");
    }

    @Test
    void rowsThatAreThereAreUpdatedInTheirShards() throws SQLException {
        load("updated", "--distribute-by", "id");
        database.execute("UPDATE updated SET photo = 'gone', vector = NULL WHERE id % 3 = 0", "DELETE FROM updated WHERE id % 5 = 0");
        ok(database.cli("load", BASE, "--metadata", METADATA, "-t", "updated", "--limit", "4000", "--on-conflict", "update"));
        assertThat(digest("updated")).isEqualTo(digest("single"));
        database.execute("DROP TABLE updated");
    }

    @ParameterizedTest
    @CsvSource({"ann, --ef-search, 400", "ann_ivfflat, , "})
    void answersAreThoseOfTheSingleTable(String method, String option, String value) throws SQLException {
        for (String table : List.of("single", "spread")) {
            List<String> arguments = new ArrayList<>(List.of("index", table + ".vector", "--method", method, "--memory", "64MB"));
            if (!method.equals("ann")) {
                arguments.addAll(List.of("--lists", "1"));
            }
            Cli.Result built = ok(database.cli(arguments.toArray(String[]::new)));
            assertThat(built.out()).contains(table + "_vector_idx");
        }
        try {
            for (String where : List.of("true", "size < 4", "id = 17", "photo LIKE 'Path/%' AND x < 2000", "id < 0")) {
                List<String> search = new ArrayList<>(List.of("--query", QUERIES, "--limit-queries", "20", "--columns", "id", "--where", where));
                if (option != null) {
                    search.addAll(List.of(option, value));
                }
                String spread = answers("spread", search);
                assertThat(spread).as(where).isEqualTo(answers("single", search));
            }
            if (method.equals("ann")) {
                // One list of everything is no better than the table itself, which the planner knows.
                assertThat(ok(database.cli("search", "spread.vector", "--like", "17", "--explain")).out())
                        .containsPattern("Index Scan using spread_vector_idx_[0-9]+ on spread_[0-9]+");
                assertThat(ok(database.cli("recall", "spread.vector", "--queries", QUERIES, "--sample", "20")).out())
                        .contains("recall@10 of spread.vector: ").contains("by spread_vector_idx_");
            }
            Cli.Result again = database.cli("index", "spread.vector", "--method", method, "--replace", "--memory", "64MB");
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'spread'::regclass AND NOT indisprimary")).isEqualTo("1");
        } finally {
            database.execute("DROP INDEX IF EXISTS single_vector_idx", "DROP INDEX IF EXISTS spread_vector_idx");
        }
    }

    @Test
    void settingsOfASearchReachTheNodes() throws SQLException {
        ok(database.cli("index", "spread.vector", "--concurrently", "--m", "4", "--ef-construction", "8"));
        try {
            String[] recall = {"recall", "spread.vector", "--queries", QUERIES, "--sample", "40", "--json", "--ef-search"};
            assertThat(recall(recall, "400")).isGreaterThan(recall(recall, "10"));
            // Vectors of the table's own rows, of all shards.
            String[] sampled = {"recall", "spread.vector", "--sample", "40", "--where", "id > 100", "--json", "--ef-search"};
            assertThat(recall(sampled, "400")).isGreaterThan(recall(sampled, "10")).isGreaterThan(0.9);
        } finally {
            database.execute("DROP INDEX spread_vector_idx");
        }
    }

    private static double recall(String[] arguments, String efSearch) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(efSearch);
        return Double.parseDouble(ok(database.cli(all.toArray(String[]::new))).out().replaceFirst("(?s).*\"recall\":([0-9.]+).*", "$1"));
    }

    @Test
    void anIndexOnAnEmptyTableTellsThatItNeedsTheDimension() throws SQLException {
        database.execute("CREATE TABLE empty (id int, v float2[])", "SELECT create_distributed_table('empty', 'id')");
        Cli.Result unknown = database.cli("index", "empty.v");
        assertThat(unknown.exitCode()).isOne();
        assertThat(unknown.err()).contains("empty.v has no vectors yet to tell their dimension; --dim gives it");
        ok(database.cli("index", "empty.v", "--dim", "3"));
        database.execute("INSERT INTO empty VALUES (1, '{1,2,3}'), (2, '{3,2,1}')");
        assertThat(ok(database.cli("search", "empty.v", "--like", "2", "--id-column", "id", "-k", "1", "--columns", "id")).out())
                .containsPattern("\n +2 ");
        database.execute("DROP TABLE empty");
    }

    @Test
    void recommendationsAreThoseOfTheSingleTables() throws SQLException {
        ok(database.cli("recommend", "install", "--parts", "4"));
        database.execute("DO $$ BEGIN PERFORM recommend.add_videos('global', NULL, array_agg(i::bigint), array_agg(i % 3), array_agg((i % 17)::real)) "
                + "FROM generate_series(1, 500) AS i; PERFORM recommend.add_videos('city', 21, array_agg(i::bigint), array_agg(i % 3), "
                + "array_agg((i % 13)::real)) FROM generate_series(501, 700) AS i; END $$",
                "INSERT INTO recommend.users (uid, pid, cid) SELECT i, 3, 21 FROM generate_series(1, 9) AS i",
                "SELECT recommend.set_tags(i, '{\"(1,6,)\",\"(2,3,)\"}') FROM generate_series(1, 7) AS i", "SELECT recommend.refresh_popular_tags()",
                "SELECT recommend.mark_read(i, array_agg(v::bigint)) FROM generate_series(1, 9) AS i, generate_series(1, 700) AS v "
                        + "WHERE v % 9 = i - 1 GROUP BY i");
        String requests = "SELECT string_agg(u || ' ' || p || ' ' || r::text, ',' ORDER BY u, p, r::text) FROM generate_series(1, 9) AS u, "
                + "generate_series(0, 3) AS p, recommend.recommend(u, p) AS r";
        String before = database.value(requests);
        ok(database.cli("recommend", "distribute", "--shards", "4"));
        assertOnAllNodes(requests, before);
        assertThat(database.value("SELECT count(*) FROM citus_shards WHERE table_name = 'recommend.read_lists'::regclass")).isEqualTo("4");
        database.execute("SELECT recommend.mark_read(3, '{3,510}')", "SELECT recommend.set_tags(8, '{\"(0,1,)\"}')",
                "SELECT recommend.add_videos('province', 3, '{9001}', '{2}', '{99}')", "SELECT recommend.retire_video(4)");
        assertOnAllNodes("SELECT recommend.is_read(3, 510)::text || recommend.is_read(3, 511) || recommend.is_read(4, 510)", "truefalsefalse");
        assertOnAllNodes("SELECT count(*) FROM generate_series(0, 3) AS p, recommend.recommend(2, p) WHERE vid = 9001", "1");
        assertOnAllNodes("SELECT count(*) FROM recommend.pool_global WHERE vid = 4", "0");
        // All but nine of them are seen: a sample has to grow until it has these.
        database.execute("SELECT recommend.mark_read(9, array_agg(i::bigint)) FROM generate_series(1, 490) AS i");
        assertOnAllNodes("SELECT count(*) FROM recommend.recommend_random(9, 20)", "9");
        database.execute("CALL recommend.set_parts(3)");
        String parts = requests.replace("generate_series(0, 3)", "generate_series(0, 2)");
        assertOnAllNodes(parts, database.value(parts));
        Cli.Result twice = database.cli("recommend", "distribute");
        assertThat(twice.exitCode()).isOne();
        assertThat(twice.err()).contains("the recommender's users are distributed already");
        ok(database.cli("recommend", "uninstall"));
    }

    /** Asks every node, whether it has the user or not. */
    private void assertOnAllNodes(String query, String answer) throws SQLException {
        assertThat(database.value(query)).isEqualTo(answer);
        for (int worker = 1; worker <= workers; worker++) {
            assertThat(cluster.worker(worker).value(query)).as("worker %s", worker).isEqualTo(answer);
        }
    }

    @Test
    void whatCannotBeIsRefused() throws SQLException {
        assertRefused("the table x cannot be distributed by nobody: its columns are id, vector, and it has to be one of them without vectors",
                "load", BASE, "-t", "x", "--create", "--distribute-by", "nobody");
        assertRefused("cannot be distributed by vector", "load", BASE, "-t", "x", "--create", "--distribute-by", "vector");
        assertRefused("--unlogged, --partitions and --distribute-by are for a new table", "load", BASE, "-t", "x", "--distribute-by", "id");
        assertRefused("--shards is the number of shards of a distributed table", "load", BASE, "-t", "x", "--create", "--shards", "2");
        assertRefused("--partitions and --distribute-by exclude each other", "load", BASE, "-t", "x", "--create", "--distribute-by", "id",
                "--partitions", "4");
        assertRefused("spread.vector has no index on vectors to be measured", "recall", "spread.vector");
        assertThat(database.value("SELECT to_regclass('x')")).isNull();
    }

    private static void assertRefused(String sentence, String... arguments) {
        Cli.Result refused = database.cli(arguments);
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains(sentence);
    }

    /** The distances that are found, for rows at the same distance come in any order. */
    private static String answers(String table, List<String> search) {
        List<String> arguments = new ArrayList<>(List.of("search", table + ".vector"));
        arguments.addAll(search);
        return ok(database.cli(arguments.toArray(String[]::new))).out()
                .replaceAll("(?m)^ *[0-9]+ +", "").replaceAll("rows? in .*", "");
    }

    private static String digest(String table) throws SQLException {
        return database.value(DIGEST.formatted(table));
    }

    private static Cli.Result ok(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }
}
