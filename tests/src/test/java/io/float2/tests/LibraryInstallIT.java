package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** float2 library init and plan, and what the tables are like. */
@WithDatabase
class LibraryInstallIT {

    private final TestDatabase database;

    LibraryInstallIT(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void drop() throws SQLException {
        database.execute("DROP SCHEMA IF EXISTS image_library, image_library_view CASCADE");
    }

    @Test
    void onceMoreDoesNoHarm() throws SQLException {
        Cli.Result first = database.cli("library", "init", "--buckets", "8");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).contains("version 9, 8 buckets").doesNotContain("up to date");
        Cli.Result again = database.cli("library", "init");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("8 buckets; it was up to date");
        assertThat(database.cli("library", "init", "--json").out().strip()).startsWith("{").contains("\"buckets\":8", "\"scripts\":0");
        for (String table : List.of("asset", "attribute", "location")) {
            assertThat(database.value("SELECT count(*) FROM pg_inherits WHERE inhparent = 'image_library." + table + "'::regclass")).as(table).isEqualTo("8");
        }
    }

    @Test
    void whatCannotBeIsSaid() throws SQLException {
        assertFails("there can be 1 to 4096 buckets, a power of two, not 12", "library", "init", "--buckets", "12");
        assertFails("the image library is not in this database; `float2 library init` puts it there", "library", "find");
        database.execute("CREATE SCHEMA image_library", "CREATE TABLE image_library.mine (id int)");
        assertFails("the schema image_library of this database was not made by `float2 library init`: rename or drop it", "library", "init");
        assertThat(database.value("SELECT to_regclass('image_library.mine')")).isNotNull();
        database.execute("DROP SCHEMA image_library CASCADE");
        assertThat(database.cli("library", "init", "--buckets", "4").exitCode()).isZero();
        assertFails("the database \"libraryinstallit\" has no extension citus, which tables in shards need", "library", "init", "--distribute");
        assertFails("the library has 4 buckets and cannot be given 16: that takes a new library", "library", "init", "--buckets", "16");
        database.execute("INSERT INTO image_library.schema_history SELECT 99, '99', 'later', type, 'V99__later.sql', 1, installed_by, now(), 1, true "
                + "FROM image_library.schema_history WHERE version = '1'");
        assertFails("the image library in this database has version 99, this program knows 9: use a newer float2", "library", "init");
    }

    @Test
    void everythingHasAComment() throws SQLException {
        assertThat(database.cli("library", "init", "--buckets", "2").exitCode()).isZero();
        assertThat(database.values("SELECT relname FROM pg_class WHERE relnamespace IN ('image_library'::regnamespace, 'image_library_view'::regnamespace) "
                + "AND relkind IN ('r', 'p', 'v') AND obj_description(oid, 'pg_class') IS NULL AND relname <> 'schema_history'")).isEmpty();
        assertThat(database.values("SELECT proname FROM pg_proc WHERE pronamespace = 'image_library'::regnamespace "
                + "AND obj_description(oid, 'pg_proc') IS NULL")).isEmpty();
        assertThat(database.values("SELECT proname FROM pg_proc WHERE pronamespace = 'image_library'::regnamespace "
                + "AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))")).as("functions that everybody may call").isEmpty();
    }

    @Test
    void assetsAndAttributesAreJoinedBucketByBucket() throws SQLException {
        assertThat(database.cli("library", "init", "--buckets", "4").exitCode()).isZero();
        database.execute("INSERT INTO image_library.asset (key, size, width, height, format) "
                + "SELECT md5(i::text)::uuid, 9, 9, 9, 'png' FROM generate_series(1, 5000) AS i",
                "INSERT INTO image_library.attribute (key, business, attribute, value) "
                + "SELECT md5(i::text)::uuid, 'shop', 'number', i::text FROM generate_series(1, 5000) AS i",
                "ANALYZE image_library.asset, image_library.attribute",
                "SELECT image_library.create_view('all_of_shop', 'shop', 'true')");
        // As the functions of views set it.
        assertThat(database.value("SELECT proconfig::text FROM pg_proc WHERE proname = 'all_of_shop'"))
                .contains("enable_partitionwise_join=on", "enable_partitionwise_aggregate=on");
        List<String> plan = database.values("SET enable_partitionwise_join = on; SET enable_partitionwise_aggregate = on; "
                + "EXPLAIN (COSTS OFF) SELECT * FROM image_library.picture WHERE business = 'shop'");
        // No join above the Append: a join of each pair of buckets below it, and the attributes put together there, too.
        assertThat(plan.get(0)).isEqualTo("Append");
        assertThat(plan.stream().filter(line -> line.contains("Join") || line.contains("Nested Loop"))).hasSize(4).allMatch(line -> line.startsWith("   "));
        assertThat(plan.stream().filter(line -> line.contains("Aggregate"))).hasSize(4);
        assertThat(plan.stream().filter(line -> line.contains(" on asset_"))).hasSize(4);
    }

    @Test
    void anImportIsPlannedWithoutAServer() {
        Cli.Result plan = Cli.run("library", "plan", "--count", "150000000", "--shard-rows", "4000000");
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("38 of at most 3,947,369").contains("16 of about 9,375,000");
        assertThat(Cli.run("library", "plan", "--count", "150000000", "--shard-rows", "4000000", "--json").out())
                .contains("\"shards\":38", "\"assumptions\":{");
        assertThat(Cli.run("library", "plan", "--count", "0").out()).contains("0 of at most 0");
        assertThat(Cli.run("library", "plan", "--count", "10", "--shard-rows", "10000001").err()).contains("a shard has 1 to 10000000 pictures");
        assertThat(Cli.run("library", "plan", "--count", "10", "--buckets", "3").exitCode()).isEqualTo(2);
    }

    private void assertFails(String sentence, String... args) {
        Cli.Result result = database.cli(args);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.err()).contains("float2: " + sentence);
    }
}
