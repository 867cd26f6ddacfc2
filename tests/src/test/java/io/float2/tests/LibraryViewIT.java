package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.float2.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;

/** Parameterised views: what they show, and that a business sees nothing else, whatever its role tries. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryViewIT {

    /** In every row of the other business, and in the filter. */
    private static final String SECRET = "sesame";

    private final TestDatabase database;

    LibraryViewIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void fill() throws SQLException {
        assertThat(database.cli("library", "init", "--buckets", "4").exitCode()).isZero();
        database.execute("INSERT INTO image_library.asset (key, size, width, height, format, uri) "
                + "SELECT md5(i::text)::uuid, 100 + i, i, 9, 'png', CASE WHEN i > 500 THEN '" + SECRET + " ' ELSE 'shop ' END || i FROM generate_series(1, 1000) AS i",
                "INSERT INTO image_library.attribute (key, business, attribute, value) SELECT md5(i::text)::uuid, 'shop', a, (i % 10)::text "
                + "FROM generate_series(1, 500) AS i, unnest('{city,kind}'::text[]) AS a",
                "INSERT INTO image_library.attribute (key, business, attribute, value) SELECT md5(i::text)::uuid, 'map', 'note', '" + SECRET + " ' || i "
                + "FROM generate_series(401, 1000) AS i",
                "ANALYZE");
        create("shop_city", "shop", "attributes->>'city' = city AND width >= min_width AND attributes->>'kind' <> '" + SECRET + "'",
                "city text", "min_width integer = 0");
        create("map_all", "map", "true");
        database.execute("CREATE ROLE shop_user LOGIN PASSWORD 'shop'", "GRANT image_library_shop TO shop_user");
    }

    @AfterAll
    void dropRoles() throws SQLException {
        database.execute("DROP SCHEMA image_library, image_library_view CASCADE", "DROP ROLE shop_user",
                "DROP ROLE image_library_shop", "DROP ROLE image_library_map");
    }

    private void create(String name, String business, String filter, String... parameters) {
        List<String> args = new ArrayList<>(List.of("library", "view", "create", name, "--business", business, "--filter", filter));
        for (String parameter : parameters) {
            args.addAll(List.of("--param", parameter));
        }
        Cli.Result result = database.cli(args.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void aViewShowsWhatPassesItsFilter() throws SQLException {
        assertThat(asShop("SELECT count(*) FROM image_library_view.shop_city('3')")).containsExactly("50");
        assertThat(asShop("SELECT count(*) FROM image_library_view.shop_city('3', 101)")).containsExactly("40");
        assertThat(asShop("SELECT count(*) FROM image_library_view.shop_city(city => '3', min_width => 491)")).containsExactly("1");
        assertThat(asShop("SELECT DISTINCT business FROM image_library_view.shop_city('3')")).containsExactly("shop");
        // Pictures 401 to 500 belong to both, and each sees its own attributes.
        assertThat(asShop("SELECT attributes FROM image_library_view.shop_city('3', 493)")).containsExactly("{\"city\": \"3\", \"kind\": \"3\"}");
        assertThat(asShop("SELECT count(*) FROM image_library_view.shop_city('3', from_key => '80000000-0000-0000-0000-000000000000') "
                + "UNION ALL SELECT count(*) FROM image_library_view.shop_city('3', to_key => '7fffffff-ffff-ffff-ffff-ffffffffffff')")
                .stream().mapToInt(Integer::parseInt).sum()).isEqualTo(50);
        assertThat(database.cli("library", "view", "list", "--business", "shop").out()).contains("shop_city", "image_library_shop", "min_width integer = 0");
    }

    @Test
    void aRoleBecomesNobodyElse() throws SQLException {
        try (Connection connection = shop(); Statement sql = connection.createStatement()) {
            String owner = database.target().user();
            for (String statement : List.of("SET SESSION AUTHORIZATION " + owner, "SET ROLE " + owner)) {
                SQLException refused = catchThrowableOfType(SQLException.class, () -> sql.execute(statement));
                assertThat(refused.getSQLState()).as(statement).isEqualTo("42501");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT * FROM image_library.asset",
        "SELECT * FROM image_library.asset_0",
        "SELECT * FROM image_library.attribute",
        "SELECT * FROM image_library.picture",
        "SELECT * FROM image_library.business_attribute",
        "SELECT * FROM image_library.view",
        "SELECT * FROM image_library.task",
        "SELECT * FROM image_library.instance",
        "SELECT * FROM image_library.import",
        "SELECT * FROM image_library.schema_history",
        "SELECT * FROM image_library.asset TABLESAMPLE SYSTEM (100)",
        "TABLE image_library.location",
        "COPY image_library.attribute TO STDOUT",
        "COPY (SELECT * FROM image_library.attribute) TO STDOUT",
        "DECLARE c CURSOR WITH HOLD FOR SELECT * FROM image_library.attribute",
        "PREPARE p AS SELECT * FROM image_library.attribute",
        "EXPLAIN SELECT * FROM image_library.attribute",
        "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM image_library.attribute",
        "CREATE TEMP TABLE mine AS SELECT * FROM image_library.attribute",
        "CREATE TEMP TABLE mine (LIKE image_library.attribute INCLUDING ALL)",
        "CREATE TEMP TABLE child () INHERITS (image_library.asset_0)",
        "CREATE TEMP VIEW mine AS SELECT * FROM image_library.attribute",
        "SELECT * FROM image_library_view.map_all()",
        "EXPLAIN ANALYZE SELECT * FROM image_library_view.map_all()",
        "DO $$ BEGIN PERFORM image_library_view.map_all(); END $$",
        "SELECT image_library.create_view('mine', 'map', 'true')",
        "SELECT image_library.drop_view('map_all')",
        "SELECT image_library.write_attributes(1, 1)",
        "SELECT image_library.view_statement('map', 'true', '{}', '{}')",
        "SELECT image_library.near(0, 64, 'phash')",
        "SELECT image_library.trigger_task('x')",
        "SELECT image_library.create_task('x', '[{\"name\": \"x\", \"sql\": \"SELECT 1\"}]')",
        "SET ROLE image_library_view_owner",
        "SET ROLE image_library_map",
        "GRANT image_library_map TO shop_user",
        "GRANT EXECUTE ON FUNCTION image_library_view.map_all TO shop_user",
        "ALTER FUNCTION image_library_view.shop_city SET search_path = public",
        "ALTER FUNCTION image_library_view.shop_city SECURITY INVOKER",
        "CREATE FUNCTION image_library_view.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION image_library_view.shop_city(city text, min_width integer DEFAULT 0, from_key uuid DEFAULT NULL, to_key uuid DEFAULT NULL) "
                + "RETURNS SETOF image_library.picture LANGUAGE sql AS 'SELECT * FROM image_library.picture'",
        "CREATE TABLE image_library.mine (id int)",
        "CREATE FUNCTION pg_catalog.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE image_library.attribute ENABLE ROW LEVEL SECURITY",
        "CREATE STATISTICS mine ON business, value FROM image_library.attribute",
        "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_statistic_ext_data",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "LOAD 'auto_explain'",
        "SELECT lo_import('/etc/hosts')",
        "CREATE EXTENSION dblink",
        "BEGIN; LOCK TABLE image_library.asset",
        "ANALYZE image_library.asset; SELECT * FROM image_library.asset",
        "INSERT INTO image_library.attribute VALUES (gen_random_uuid(), 'shop', 'a', 'b')",
        "UPDATE image_library.attribute SET business = 'shop'",
        "DELETE FROM image_library.asset",
        "TRUNCATE image_library.asset",
        "SELECT setval('image_library.task_id_seq', 1)",
        "LISTEN \"x\"; SELECT * FROM image_library.trigger_status"
    })
    void aRoleIsRefused(String statement) throws SQLException {
        try (Connection connection = shop(); Statement sql = connection.createStatement()) {
            SQLException refused = catchThrowableOfType(SQLException.class, () -> sql.execute(statement));
            assertThat((Object) refused).as(statement).isNotNull();
            assertThat(refused.getSQLState()).as(refused.getMessage()).isIn("42501", "58P01", "0A000");
            assertThat(refused.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void functionsOfTheCallerSeeOnlyRowsThatPass() throws SQLException {
        try (Connection connection = shop(); Statement sql = connection.createStatement()) {
            // As cheap as can be, so that a planner that could would call it first.
            sql.execute("CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
                    + "$$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$");
            sql.execute("CREATE FUNCTION pg_temp.same(text, text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
                    + "$$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$");
            sql.execute("CREATE OPERATOR pg_temp.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.same)");
            List<String> told = new ArrayList<>();
            told.addAll(noticesOf(sql, "SELECT count(*) FROM image_library_view.shop_city('3') WHERE pg_temp.tell(uri)"));
            told.addAll(noticesOf(sql, "SELECT count(*) FROM image_library_view.shop_city('3') WHERE uri OPERATOR(pg_temp.===) 'x'"));
            told.addAll(noticesOf(sql, "SELECT count(*) FROM image_library_view.shop_city('3') WHERE pg_temp.tell(attributes::text)"));
            assertThat(told).hasSize(150).noneMatch(line -> line.contains(SECRET));
            // An error that names the value it stumbles over.
            SQLException error = catchThrowableOfType(SQLException.class,
                    () -> sql.execute("SELECT count(*) FROM image_library_view.shop_city('3') WHERE uri::integer = 1"));
            assertThat(error.getMessage()).contains("shop").doesNotContain(SECRET);
        }
    }

    @Test
    void namesInFrontOfTheSearchPathChangeNothing() throws SQLException {
        try (Connection connection = shop(); Statement sql = connection.createStatement()) {
            sql.execute("CREATE TEMP TABLE picture (business text, key uuid)");
            sql.execute("CREATE TEMP TABLE view (name text, statement text)");
            sql.execute("INSERT INTO view VALUES ('shop_city', 'SELECT * FROM image_library.picture')");
            sql.execute("CREATE FUNCTION pg_temp.jsonb_object_field_text(jsonb, text) RETURNS text LANGUAGE sql AS $$SELECT '3'$$");
            sql.execute("CREATE OPERATOR pg_temp.->> (LEFTARG = jsonb, RIGHTARG = text, FUNCTION = pg_temp.jsonb_object_field_text)");
            sql.execute("CREATE FUNCTION pg_temp.lie(text, text) RETURNS boolean LANGUAGE sql AS $$SELECT true$$");
            sql.execute("CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.lie)");
            sql.execute("SET search_path = pg_temp, pg_catalog");
            try (ResultSet row = sql.executeQuery("SELECT pg_catalog.count(*) FROM image_library_view.shop_city('3')")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("50");
            }
        }
    }

    @Test
    void textsOfParametersAreNoStatements() throws SQLException {
        assertThat(asShop("SELECT count(*) FROM image_library_view.shop_city(''' OR true --')")).containsExactly("0");
        assertThat(asShop("SELECT count(*) FROM image_library_view.shop_city('3'') UNION SELECT * FROM image_library.picture --')")).containsExactly("0");
    }

    @Test
    void neitherFilterNorValuesAreInTheCatalog() throws SQLException {
        try (Connection connection = shop(); Statement sql = connection.createStatement()) {
            for (String query : List.of(
                    "SELECT prosrc || pg_get_functiondef(oid) || coalesce(obj_description(oid), '') FROM pg_proc WHERE pronamespace = 'image_library_view'::regnamespace",
                    "SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace IN "
                            + "(SELECT oid FROM pg_namespace WHERE nspname LIKE 'image_library%')",
                    "SELECT s::text FROM pg_stats AS s WHERE schemaname LIKE 'image_library%'",
                    "SELECT s::text FROM pg_stats_ext AS s WHERE schemaname LIKE 'image_library%'",
                    "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
                    "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE connamespace IN "
                            + "(SELECT oid FROM pg_namespace WHERE nspname LIKE 'image_library%')")) {
                try (ResultSet row = sql.executeQuery(query)) {
                    while (row.next()) {
                        assertThat(row.getString(1)).as(query).satisfiesAnyOf(text -> assertThat(text).isNull(),
                                text -> assertThat(text).doesNotContain(SECRET));
                    }
                }
            }
            assertThat(rows(sql, "SELECT count(*) FROM pg_stats WHERE schemaname LIKE 'image_library%'")).containsExactly("0");
            // Nor in the plans that a session can have printed.
            sql.execute("SET debug_print_parse = on; SET debug_print_rewritten = on; SET debug_print_plan = on; SET client_min_messages = debug5");
            // In a printed plan a constant is its bytes.
            StringBuilder bytes = new StringBuilder();
            for (char c : SECRET.toCharArray()) {
                bytes.append((int) c).append(' ');
            }
            List<String> printed = noticesOf(sql, "SELECT count(*) FROM image_library_view.shop_city('3')");
            assertThat(printed).isNotEmpty().noneMatch(line -> line.contains(SECRET) || line.contains(bytes));
        }
    }

    @Test
    void errorsDoNotTellTheFilter() throws SQLException {
        create("shop_ratio", "shop", "width / divisor > 1 AND attributes->>'kind' <> '" + SECRET + "'", "divisor integer");
        try (Connection connection = shop(); Statement sql = connection.createStatement()) {
            SQLException error = catchThrowableOfType(SQLException.class, () -> sql.execute("SELECT * FROM image_library_view.shop_ratio(0)"));
            assertThat(error.getSQLState()).isEqualTo("22012");
            assertThat(error.getMessage()).contains("the view shop_ratio cannot be read").doesNotContain(SECRET);
            assertThat(((PSQLException) error).getServerErrorMessage().toString()).doesNotContain(SECRET);
        }
        assertThat(database.cli("library", "view", "drop", "shop_ratio").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "true) OR (true", "true) UNION SELECT * FROM image_library.picture WHERE (true", "true -- ", "true /* ", "true; DROP TABLE image_library.asset",
        "'", "format = 'a", "\"", "", "   ", "(true", "$1 = 'x'", "$$a$$ = 'a'", "E'\\'' = ''", "nosuch = 1"
    })
    void filtersThatAreNoConditionAreRefused(String filter) throws SQLException {
        Cli.Result result = database.cli("library", "view", "create", "bad", "--business", "shop", "--filter", filter);
        assertThat(result.exitCode()).as(filter + result.out()).isEqualTo(1);
        assertThat(database.value("SELECT count(*) FROM image_library.view WHERE name = 'bad'")).isEqualTo("0");
        assertThat(database.value("SELECT to_regclass('image_library.asset')")).isNotNull();
    }

    @Test
    void wrongViewsAreRefused() {
        assertRefused("a view cannot be called \"Bad\"", "Bad", "shop", "true");
        assertRefused("there is a view \"shop_city\" already", "shop_city", "shop", "true");
        assertRefused("a parameter cannot be called \"key\"", "bad", "shop", "true", "--param", "key text");
        assertRefused("\"x text) RETURNS int AS $$\" declares no parameter", "bad", "shop", "true", "--param", "x text) RETURNS int AS $$");
        assertRefused("has a type that is not there: nosuch", "bad", "shop", "true", "--param", "x nosuch");
        assertRefused("the role \"image_library_map\" is the one of the business \"map\"", "bad", "shop", "true", "--role", "image_library_map");
    }

    private void assertRefused(String sentence, String name, String business, String filter, String... more) {
        List<String> args = new ArrayList<>(List.of("library", "view", "create", name, "--business", business, "--filter", filter));
        args.addAll(List.of(more));
        Cli.Result result = database.cli(args.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out()).isEqualTo(1);
        assertThat(result.err()).contains(sentence);
    }

    /** A session that nothing but its role allows. */
    private Connection shop() throws SQLException {
        return new ConnectionTarget(database.target().host(), database.target().port(), database.target().database(), "shop_user", "shop",
                database.target().settings()).open();
    }

    private List<String> asShop(String query) throws SQLException {
        try (Connection connection = shop(); Statement sql = connection.createStatement()) {
            return rows(sql, query);
        }
    }

    private static List<String> rows(Statement sql, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet row = sql.executeQuery(query)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    private static List<String> noticesOf(Statement sql, String query) throws SQLException {
        List<String> notices = new ArrayList<>();
        sql.clearWarnings();
        sql.execute(query);
        for (SQLWarning warning = sql.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            notices.add(((PSQLWarning) warning).getServerErrorMessage().toString());
        }
        return notices;
    }
}
