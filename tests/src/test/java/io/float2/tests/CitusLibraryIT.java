package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** An image library in shards: imports, searches, views and exports are those of a library on one server. */
@Timeout(300)
@EnabledIf(value = "io.float2.tests.CitusCluster#isOffered", disabledReason = "the PostgreSQL of the tests has no extension citus to offer")
class CitusLibraryIT {

    private static final int PICTURES = 60;

    /** What the library has written, without the times. */
    private static final List<String> TABLES = List.of(
            "SELECT to_jsonb(t) - 'imported_at' FROM image_library.asset AS t ORDER BY key",
            "SELECT to_jsonb(t) FROM image_library.location AS t ORDER BY key, import, entry",
            "SELECT to_jsonb(t) FROM image_library.attribute AS t ORDER BY key, business, attribute",
            "SELECT to_jsonb(t) - 'begun_at' - 'finished_at' FROM image_library.import AS t WHERE finished_at IS NOT NULL ORDER BY id",
            "SELECT to_jsonb(t) - 'assets_at' - 'attributes_at' FROM image_library.import_shard AS t "
                    + "WHERE num_nonnulls(assets_at, attributes_at) = 2 ORDER BY import, shard",
            "SELECT to_jsonb(t) - 'rejected_at' FROM image_library.reject AS t ORDER BY import, entry",
            "SELECT to_jsonb(t) - 'created_at' FROM image_library.view AS t ORDER BY name");

    private static CitusCluster cluster;
    private static TestDatabase spread;
    /** The same server, without Citus in this database. */
    private static TestDatabase single;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws IOException, SQLException {
        cluster = CitusCluster.start(2);
        spread = cluster.coordinator();
        spread.execute("CREATE DATABASE single");
        single = new TestDatabase(spread.target().withDatabase("single"));
        single.execute("CREATE EXTENSION float2 CASCADE");
        writePictures();
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void drop() throws SQLException {
        for (TestDatabase database : List.of(single, spread)) {
            database.execute("DROP SCHEMA IF EXISTS image_library, image_library_view CASCADE");
        }
    }

    /** One of them cannot be read, and one is there twice. */
    private static void writePictures() throws IOException {
        Path folder = directory.resolve("pictures");
        SmallPictures.write(folder, PICTURES);
        Files.write(folder.resolve(SmallPictures.name(9)), new byte[] {1, 2, 3});
        Files.copy(folder.resolve(SmallPictures.name(3)), folder.resolve("twin.png"));
        SmallPictures.writeManifest(manifest(), folder, PICTURES);
        Files.writeString(manifest(), Files.readString(manifest()) + "pictures/twin.png,99,nowhere\n");
        StringBuilder vectors = new StringBuilder("picture,vector\n");
        for (int i = 0; i < PICTURES; i++) {
            vectors.append("pictures/").append(SmallPictures.name(i)).append(",\"[").append(i).append(",1,").append(i % 7).append("]\"\n");
        }
        Files.writeString(directory.resolve("vectors.csv"), vectors);
    }

    private static Path manifest() {
        return directory.resolve("list.csv");
    }

    @Test
    void everythingIsAsOnOneServer() throws Exception {
        ok(single.cli("library", "init", "--buckets", "2"));
        assertThat(ok(spread.cli("library", "init", "--buckets", "2", "--distribute", "--shards", "4"))).contains("2 buckets, 4 shards");
        for (TestDatabase database : List.of(single, spread)) {
            ok(database.cli("library", "import", manifest().toString(), "--business", "shop", "--store", directory.resolve("store").toString(),
                    "--shard-rows", "25", "--workers", "2", "--embeddings", directory.resolve("vectors.csv").toString(), "--embeddings-key", "picture"));
            ok(database.cli("library", "import", directory.resolve("pictures").toString(), "--business", "map", "--workers", "1"));
            ok(database.cli("library", "view", "create", "shop_city", "--business", "shop", "--filter", "attributes->>'city' = city",
                    "--param", "city text = city 3"));
            ok(database.cli("library", "view", "create", "map_all", "--business", "map"));
        }
        assertThat(spread.value("SELECT count(DISTINCT nodeport) || ' ' || count(*) FROM citus_shards WHERE table_name = 'image_library.asset'::regclass"))
                .isEqualTo("2 4");
        assertThat(spread.value("SELECT count(*) FROM image_library.asset")).isEqualTo(String.valueOf(PICTURES - 1));
        for (String table : TABLES) {
            List<String> rows = spread.values(table);
            assertThat(rows).as(table).isNotEmpty().isEqualTo(single.values(table));
        }

        String key = single.value("SELECT key FROM image_library.location WHERE name LIKE '%00017.png' LIMIT 1");
        List<String[]> searches = List.of(
                new String[] {"find", key}, new String[] {"find", "--business", "shop", "--attribute", "city=city 3", "--where", "width < 25"},
                new String[] {"find", "--like", key, "--limit", "5"}, new String[] {"find", "--like", key, "--business", "shop", "--attribute", "city=city 2"},
                new String[] {"near", key, "--distance", "26"}, new String[] {"near", key, "--distance", "10", "--by", "dhash"},
                new String[] {"view", "list"});
        for (String[] search : searches) {
            assertThat(library(spread, search)).as(String.join(" ", search)).isEqualTo(library(single, search)).isNotBlank();
        }
        assertThat(spread.value("SELECT count(*) || ' ' || string_agg(DISTINCT result, ' ') FROM run_command_on_shards('image_library.asset', "
                + "$$SELECT m.amname FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid JOIN pg_am AS m ON m.oid = c.relam "
                + "WHERE indrelid = '%s'::regclass AND m.amname = 'ann'$$)")).isEqualTo("4 ann");
        assertThat(export(spread, "spread", "--view", "map_all", "--shard-rows", "20")).isEqualTo(export(single, "single", "--view", "map_all", "--shard-rows", "20"))
                .hasSize(3);
        assertThat(export(spread, "spread-city", "--view", "shop_city", "--param", "city=city 5"))
                .isEqualTo(export(single, "single-city", "--view", "shop_city", "--param", "city=city 5")).hasSize(1);

        assertThat(library(spread, "init", "--distribute")).contains("2 buckets, 4 shards; it was up to date");
        assertThat(library(spread, "init")).contains("2 buckets, 4 shards; it was up to date");
        Cli.Result others = spread.cli("library", "init", "--distribute", "--shards", "8");
        assertThat(others.err()).contains("the library has 4 shards and cannot be given 8: that takes a new library");
        assertThat(others.exitCode()).isOne();
    }

    @Test
    void aLibraryThatIsThereIsSpread() throws SQLException {
        assertThat(library(spread, "init", "--buckets", "4")).doesNotContain("shards");
        library(spread, "import", manifest().toString(), "--business", "shop", "--workers", "2");
        library(spread, "view", "create", "shop_city", "--business", "shop", "--filter", "attributes->>'city' = 'city 3'");
        List<String> before = answers();
        assertThat(library(spread, "init", "--distribute", "--shards", "3")).contains("4 buckets, 3 shards; it was up to date");
        assertThat(answers()).isEqualTo(before);
        // A new library in shards needs no buckets.
        drop();
        assertThat(library(spread, "init", "--distribute")).contains("1 buckets, 4 shards");
    }

    private static List<String> answers() throws SQLException {
        List<String> answers = new ArrayList<>();
        for (String query : TABLES) {
            answers.addAll(spread.values(query));
        }
        answers.addAll(spread.values("SELECT to_jsonb(v) FROM image_library_view.shop_city() AS v ORDER BY key"));
        for (String key : spread.values("SELECT key FROM image_library.asset ORDER BY key LIMIT 5")) {
            for (int within : new int[] {10, 26}) {
                answers.addAll(spread.values("SELECT n::text FROM image_library.near_key('" + key + "', " + within + ") AS n ORDER BY n.distance, n.other"));
            }
        }
        return answers;
    }

    @Test
    void anImportGoesOnWhenALostNodeIsBack() throws Exception {
        ok(single.cli("library", "init", "--buckets", "1"));
        library(single, "import", manifest().toString(), "--business", "shop", "--workers", "1");
        library(spread, "init", "--distribute");
        library(spread, "import", manifest().toString(), "--business", "shop");
        cluster.killWorker(1);
        try {
            spread.cli("worker", "--until-idle");
            assertThat(ok(spread.cli("task", "show", "1"))).containsPattern("base 1 .*127.0.0.1:" + cluster.worker(1).target().port());
        } finally {
            cluster.startWorker(1);
        }
        ok(spread.cli("task", "rerun", "1"));
        ok(spread.cli("worker", "--until-idle"));
        for (String table : TABLES) {
            assertThat(spread.values(table)).as(table).isEqualTo(single.values(table));
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        Cli.Result none = single.cli("library", "init", "--distribute");
        assertThat(none.err()).contains("the database \"single\" has no extension citus, which tables in shards need");
        assertThat(none.exitCode()).isOne();
        Cli.Result half = spread.cli("library", "init", "--shards", "4");
        assertThat(half.err()).contains("--shards is for --distribute");
        assertThat(half.exitCode()).isEqualTo(2);
        Cli.Result nothing = spread.cli("library", "init", "--distribute", "--shards", "0");
        assertThat(nothing.err()).contains("there is 1 shard or more, not 0");
        assertThat(nothing.exitCode()).isEqualTo(2);
    }

    private static String library(TestDatabase database, String... arguments) {
        List<String> all = new ArrayList<>(List.of("library"));
        all.addAll(List.of(arguments));
        return ok(database.cli(all.toArray(String[]::new)));
    }

    /** The files of an export as CSV, without the time of each import. */
    private static List<String> export(TestDatabase database, String folder, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("export", "--to", directory.resolve(folder).toString(), "--format", "csv"));
        all.addAll(List.of(arguments));
        library(database, all.toArray(String[]::new));
        List<String> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory.resolve(folder))) {
            for (Path path : paths.filter(path -> path.toString().endsWith(".csv")).sorted().toList()) {
                files.add(Files.readString(path).replaceAll("\\d{4}-\\d\\d-\\d\\d[ T][0-9:.]+[^,\"\\n]*", "TIME"));
            }
        }
        return files;
    }

    private static String ok(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return result.out();
    }
}
