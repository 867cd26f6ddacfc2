package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables spread over the nodes of Citus: what they hold and answer is what one table holds and answers. */
@Timeout(300)
@EnabledIf(value = "io.float2.tests.CitusCluster#isOffered", disabledReason = "the PostgreSQL of the tests has no extension citus to offer")
class CitusIT {

    private static final String BASE = SampleData.photos().resolve("base.bvecs").toString();
    private static final String METADATA = SampleData.photos().resolve("base.csv").toString();
    private static final String QUERIES = SampleData.photos().resolve("query.bvecs").toString();
    private static final String DIGEST = "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM %s AS t";

    private static CitusCluster cluster;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        cluster = CitusCluster.start();
        database = cluster.coordinator();
        load("single");
        load("spread", "--distribute-by", "id", "--shards", "4");
    }

    @AfterAll
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
                + "FROM citus_shards WHERE table_name = 'loaded'::regclass")).isEqualTo("8 2 distributed");
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
            assertThat(ok(database.cli("search", "spread.vector", "--like", "17", "--explain")).out())
                    .containsPattern("Index Scan using spread_vector_idx_[0-9]+ on spread_[0-9]+");
            assertThat(ok(database.cli("recall", "spread.vector", "--queries", QUERIES, "--sample", "20")).out())
                    .contains("recall@10 of spread.vector: ").contains("by spread_vector_idx_");
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
        assertThat(database.value(requests)).isEqualTo(before);
        assertThat(database.value("SELECT count(*) FROM citus_shards WHERE table_name = 'recommend.read_lists'::regclass")).isEqualTo("4");
        database.execute("SELECT recommend.mark_read(3, '{3,510}')", "SELECT recommend.set_tags(8, '{\"(0,1,)\"}')");
        assertThat(database.value("SELECT recommend.is_read(3, 510)::text || recommend.is_read(3, 511) || recommend.is_read(4, 510)"))
                .isEqualTo("truefalsefalse");
        assertThat(database.value("SELECT count(*) FROM recommend.recommend_random(3, 10)")).isEqualTo("10");
        Cli.Result twice = database.cli("recommend", "distribute");
        assertThat(twice.exitCode()).isOne();
        assertThat(twice.err()).contains("the recommender's users are distributed already");
        ok(database.cli("recommend", "uninstall"));
    }

    /** The statements are those of docs/scale.md. */
    @Test
    void theImageLibraryAnswersAsBefore() throws SQLException {
        ConnectionTarget target = database.target();
        ok(new TestDatabase(new ConnectionTarget(target.host(), target.port(), target.database(), target.user(), target.password(),
                Map.of("options", "-c citus.enable_ddl_propagation=off"))).cli("library", "init", "--buckets", "2"));
        database.execute(
                "CREATE TABLE image_library.stage_1 AS SELECT md5(i::text)::uuid AS key, 100 + i AS size, 640 AS width, 480 AS height, "
                        + "'png' AS format, NULL::text AS uri, i * 7777777777 AS phash, i * 3333333333 AS dhash, i * 1111111111 AS ahash, "
                        + "gen_rand_f2_arr(10, 8) AS embedding, 'picture ' || i AS name, jsonb_build_object('colour', i % 3) AS attributes, 1 AS shard, "
                        + "i - 1 AS entry FROM generate_series(1::bigint, 300) AS i",
                "INSERT INTO image_library.import (id, business, source, source_version, pictures, shard_rows) VALUES (1, 'shop', 's', 'v', 300, 300)",
                "INSERT INTO image_library.import_shard (import, shard, first, past, staged) VALUES (1, 1, 0, 300, 300)");
        importPictures();
        database.execute("SELECT image_library.create_view('reds', 'shop', $$attributes->>'colour' = '1'$$)");
        List<String> before = libraryAnswers();

        database.execute("SELECT create_distributed_table('image_library.asset', 'key', shard_count => 4)",
                "SELECT create_distributed_table('image_library.location', 'key', colocate_with => 'image_library.asset')",
                "SELECT create_distributed_table('image_library.attribute', 'key', colocate_with => 'image_library.asset')",
                "SELECT create_distributed_function(f) FROM unnest('{image_library.hamming_distance, image_library.bands, "
                        + "image_library.near_bands}'::regproc[]) AS f",
                "ALTER ROLE image_library_view_owner LOGIN",
                "GRANT SELECT ON image_library.asset, image_library.attribute TO image_library_view_owner");
        assertThat(libraryAnswers()).isEqualTo(before);
        // The same pictures again change nothing, others are added.
        importPictures();
        assertThat(libraryAnswers()).isEqualTo(before);
        database.execute("UPDATE image_library.stage_1 SET key = md5(key::text)::uuid, phash = -phash");
        importPictures();
        assertThat(database.value("SELECT count(*) FROM image_library.asset")).isEqualTo("600");
        database.execute("SELECT image_library.finish_import(1)", "DROP SCHEMA image_library_view CASCADE", "DROP SCHEMA image_library CASCADE");
    }

    private static void importPictures() throws SQLException {
        database.execute("SELECT image_library.write_assets(1, 1)", "SELECT image_library.write_attributes(1, 1)");
    }

    private static List<String> libraryAnswers() throws SQLException {
        List<String> answers = new ArrayList<>();
        for (String query : List.of(
                "SELECT n::text FROM generate_series(1, 300, 17) AS i, image_library.near(i * 7777777777, 12) AS n ORDER BY i, n::text",
                "SELECT n::text FROM image_library.near_key(md5('5')::uuid, 20) AS n ORDER BY 1",
                "SELECT key::text || attributes FROM image_library_view.reds() ORDER BY 1",
                "SELECT key::text FROM (SELECT key FROM image_library.asset ORDER BY embedding <=> '{1,2,3,4,5,6,7,8}' LIMIT 20) AS a",
                "SELECT count(*) || ' ' || sum(entry) FROM image_library.location")) {
            List<String> rows = database.values(query);
            assertThat(rows).as(query).isNotEmpty();
            answers.addAll(rows);
        }
        return answers;
    }

    @Test
    void aNodeThatIsDownEndsALoadAndTheSameCommandCompletesIt() throws SQLException, IOException {
        String[] load = {"load", BASE, "--metadata", METADATA, "-t", "broken", "--create", "--limit", "4000", "--distribute-by", "id",
            "--shard-rows", "500", "--import-id", "broken", "--retries", "0", "--jobs", "1"};
        cluster.stopWorker(2);
        Cli.Result down = database.cli(load);
        assertThat(down.exitCode()).isOne();
        assertThat(down.err()).contains("the node 127.0.0.1:" + cluster.worker(2).target().port() + " does not answer");
        assertThat(database.value("SELECT to_regclass('broken')")).isNull();
        cluster.startWorker(2);
        ok(database.cli(load));
        assertThat(digest("broken")).isEqualTo(digest("single"));
        database.execute("DROP TABLE broken");
    }

    @Test
    void aNodeThatIsLostDuringALoadLosesNoRows() throws Exception {
        String[] load = {"load", BASE, "--metadata", METADATA, "-t", "lost", "--create", "--limit", "4000", "--distribute-by", "id",
            "--shard-rows", "50", "--import-id", "lost", "--retries", "0", "--jobs", "1"};
        Thread stopping = new Thread(() -> {
            try {
                while (!"t".equals(database.value("SELECT count(*) >= 3 FROM float2_admin.load_shard WHERE import = 'lost' AND state = 'done'"))) {
                    Thread.sleep(5);
                }
                cluster.stopWorker(1);
            } catch (SQLException | IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        stopping.start();
        Cli.Result broken = database.cli(load);
        stopping.join();
        try {
            assertThat(broken.exitCode()).isOne();
            assertThat(broken.err()).contains("the same command again goes on");
        } finally {
            cluster.startWorker(1);
        }
        assertThat(ok(database.cli(load)).exitCode()).isZero();
        assertThat(digest("lost")).isEqualTo(digest("single"));
        database.execute("DROP TABLE lost");
    }

    @Test
    void aNodeThatIsDownEndsABuildAndTheSameCommandCompletesIt() throws SQLException, IOException {
        cluster.stopWorker(1);
        try {
            Cli.Result down = database.cli("index", "spread.vector");
            assertThat(down.exitCode()).isOne();
            assertThat(down.err()).contains("127.0.0.1:" + cluster.worker(1).target().port());
        } finally {
            cluster.startWorker(1);
        }
        assertThat(database.value("SELECT to_regclass('spread_vector_idx')")).isNull();
        ok(database.cli("index", "spread.vector"));
        database.execute("DROP INDEX spread_vector_idx");
    }

    @Test
    void anotherVersionOfTheExtensionOnANodeIsNamed() throws SQLException {
        String version = database.value("SELECT extversion FROM pg_extension WHERE extname = 'float2'");
        cluster.worker(2).execute("UPDATE pg_extension SET extversion = '0.2.0' WHERE extname = 'float2'");
        try {
            for (String[] command : List.of(new String[] {"index", "spread.vector"},
                    new String[] {"load", BASE, "--metadata", METADATA, "-t", "spread", "--on-conflict", "update", "--limit", "10"},
                    new String[] {"load", BASE, "-t", "other", "--create", "--distribute-by", "id", "--limit", "10"})) {
                Cli.Result refused = database.cli(command);
                assertThat(refused.exitCode()).isOne();
                assertThat(refused.err()).contains("the node 127.0.0.1:" + cluster.worker(2).target().port()
                        + " has float2 0.2.0, but the coordinator has " + version + ": ALTER EXTENSION float2 UPDATE there");
            }
            assertThat(database.value("SELECT to_regclass('other')")).isNull();
        } finally {
            cluster.worker(2).execute("UPDATE pg_extension SET extversion = '" + version + "' WHERE extname = 'float2'");
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
        assertRefused("the rows of spread are on other servers", "recall", "spread.vector");
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
