package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code float2 recommend}, and the same installation in psql. */
@WithDatabase
class RecommendCommandIT {

    private static final String OBJECTS = """
            SELECT string_agg(identity || ' ' || coalesce(pg_get_functiondef(oid), ''), E'\\n' ORDER BY identity) FROM (
              SELECT i.type || ' ' || i.identity AS identity, CASE WHEN d.classid = 'pg_proc'::regclass THEN d.objid END AS oid
                FROM pg_depend AS d, LATERAL pg_identify_object(d.classid, d.objid, 0) AS i
               WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid IN ('recommend'::regnamespace, 'recommend_reference'::regnamespace)) AS o
            """;

    private final TestDatabase database;

    @TempDir
    Path directory;

    RecommendCommandIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void withoutIt() throws SQLException {
        database.execute("DROP SCHEMA IF EXISTS recommend_reference, recommend CASCADE");
    }

    @Test
    void psqlInstallsTheSame() throws SQLException, IOException, InterruptedException {
        Path script = SampleData.home().resolve("sql/recommend/install.sql");
        ServerProgram.client(database.target(), "psql", "--no-psqlrc", "--quiet", "--file", script.toString());
        String byPsql = database.value(OBJECTS);
        assertThat(byPsql).contains("function recommend.recommend(bigint,integer,boolean)");
        database.execute("DROP SCHEMA recommend_reference, recommend CASCADE");
        assertThat(run("install").exitCode()).isZero();
        assertThat(database.value(OBJECTS)).isEqualTo(byPsql);
    }

    @Test
    void theExampleShowsWhatItSays() throws SQLException, IOException, InterruptedException {
        assertThat(run("install").exitCode()).isZero();
        Path script = SampleData.home().resolve("sql/recommend/example.sql");
        String output = ServerProgram.client(database.target(), "psql", "--no-psqlrc", "--quiet", "--file", script.toString());
        assertThat(output).containsPattern("baking +\\| +6 \\| +60\n").containsPattern("astronomy +\\| +3 \\| +30\n")
                .containsPattern("baking +\\| global +\\| province +\\| +2\n").containsPattern("baking +\\| global +\\| city +\\| +4\n")
                .containsPattern("watched_and_shown_again \n-+\n +0\n").doesNotContain("| t\n");
        assertThat(database.value("SELECT to_regnamespace('example')")).isNull();
        assertThat(database.value("SELECT count(*) FROM recommend.users")).isEqualTo("0");
    }

    @Test
    void parametersAreSetAndTheSecondTimeIsRefused() throws SQLException {
        Cli.Result installed = run("install", "--parts", "6", "--shares", "60,30,10", "--quotas", "70,30");
        assertThat(installed.exitCode()).as(installed.err()).isZero();
        assertThat(database.value("SELECT parts || ' ' || shares::text || quotas::text FROM recommend.settings")).isEqualTo("6 {10,30,60}{70,30}");
        assertThat(database.value("SELECT count(*) FROM recommend.part_indexes WHERE is_there")).isEqualTo("18");
        assertFails(1, "the recommender is installed already", "install");
        assertFails(1, "the database \"recommendcommandit\" has no extension citus, which tables in shards need", "distribute");
        assertThat(run("uninstall").exitCode()).isZero();
        assertFails(1, "the recommender is not in this database; `float2 recommend install` puts it there", "uninstall");
        assertFails(1, "the recommender is not in this database", "generate");
        assertFails(1, "the recommender is not in this database", "bench");
    }

    @Test
    void aFailedInstallationLeavesNothing() throws SQLException {
        assertFails(1, "read lists can be of type id_set or roaringbitmap64, not text", "install", "--read-lists", "text");
        assertThat(database.value("SELECT to_regnamespace('recommend')")).isNull();
    }

    @Test
    void anExtensionThatIsTooOldIsNamed() throws SQLException {
        database.execute("DROP EXTENSION float2 CASCADE", "CREATE EXTENSION float2 VERSION '0.2.0'");
        try {
            assertFails(1, "the recommender needs the extension float2 0.3.0 or newer, and the database \"recommendcommandit\" has 0.2.0: "
                    + "run ALTER EXTENSION float2 UPDATE in it", "install");
        } finally {
            database.execute("ALTER EXTENSION float2 UPDATE");
        }
    }

    @Test
    void dataAreMadeAndMeasured() throws SQLException {
        assertThat(run("install", "--parts", "5").exitCode()).isZero();
        assertFails(1, "the measurement needs data made by `float2 recommend generate`", "bench");
        String[] small = {"generate", "--videos", "500", "--tags-per-video", "3", "--tags", "10", "--provinces", "2", "--cities", "3", "--users", "7", "--read", "100"};
        Cli.Result generated = run(small);
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        assertThat(generated.out()).contains("4,500 rows in the pools").contains("7 users with ");
        assertThat(generated.err()).contains("fill pools").contains("build indexes").contains("add users");
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT vid) || ' ' || min(vid) || ' ' || max(vid) FROM recommend.pool_city"))
                .isEqualTo("1500 500 1001 1500");
        assertThat(database.value("SELECT count(*) FROM recommend.part_indexes WHERE NOT is_there")).isEqualTo("0");
        String reads = "SELECT md5(string_agg(uid || part::text || vids::text, '' ORDER BY uid, part)) FROM recommend.read_lists";
        String before = database.value(reads);
        assertFails(1, "the recommender has data already; --replace drops them", small);
        assertThat(run("generate", "--replace", "--videos", "500", "--tags-per-video", "3", "--tags", "10", "--users", "7", "--read", "100").exitCode()).isZero();
        assertThat(database.value(reads)).as("the same seed").isEqualTo(before);

        Path plot = directory.resolve("latency.svg");
        Cli.Result measured = run("bench", "--clients", "2", "--seconds", "1", "--pairs", "1", "--checks", "20", "--plot", plot.toString());
        assertThat(measured.exitCode()).as(measured.err()).isZero();
        assertThat(measured.out()).contains("20 requests compared, the same ").containsPattern("statement +[0-9,]+ ").containsPattern("recommend\\(\\) +[0-9,]+ ")
                .containsPattern("recommend\\(\\) answers [0-9.]+ times as many requests");
        assertThat(plot).content().contains("<svg").contains("<ellipse");
        Cli.Result json = run("bench", "--clients", "1", "--seconds", "1", "--pairs", "1", "--checks", "1", "--json");
        assertThat(json.out()).contains("\"ours\":[{\"perSecond\":");
    }

    @Test
    void hashPartsOfTheCommandIndexAreTheSameIndexes() throws SQLException {
        assertThat(run("install", "--parts", "4").exitCode()).isZero();
        String indexes = "SELECT string_agg(pg_get_indexdef(('recommend.' || name)::regclass), E'\\n' ORDER BY name) FROM recommend.part_indexes WHERE is_there";
        String ours = database.value(indexes);
        assertThat(ours.lines()).hasSize(12);
        database.execute("CALL recommend.drop_part_indexes()");
        for (String pool : new String[] {"pool_global:", "pool_province:pid, ", "pool_city:cid, "}) {
            String table = pool.substring(0, pool.indexOf(':'));
            Cli.Result built = database.cli("index", "recommend." + table, "--hash-parts", "4", "--columns",
                    pool.substring(pool.indexOf(':') + 1) + "tag, score desc", "--include", "vid", "--name", table + "_part");
            assertThat(built.exitCode()).as(built.err()).isZero();
        }
        assertThat(database.value(indexes)).isEqualTo(ours);
    }

    @Test
    void wrongUsageIsNamed() {
        assertThat(Cli.run("recommend").err()).startsWith("float2: install, uninstall, distribute, generate or bench is missing");
        assertFails(2, "--parts 0: there can be 1 to 1000 parts", "install", "--parts", "0");
        assertFails(2, "--shares [50, 30]: there are three pools, so three shares", "install", "--shares", "50,30");
        assertFails(2, "--quotas [50, 30]: they must be from 0 on and add up to 100, not to 80", "install", "--quotas", "50,30");
        assertFails(2, "--users 0: it must be at least 1", "generate", "--users", "0");
        assertFails(2, "--plot x.png: the plot is SVG", "bench", "--plot", "x.png");
    }

    private Cli.Result run(String... args) {
        String[] command = new String[args.length + 1];
        command[0] = "recommend";
        System.arraycopy(args, 0, command, 1, args.length);
        return database.cli(command);
    }

    private void assertFails(int exitCode, String sentence, String... args) {
        Cli.Result result = run(args);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains("float2: " + sentence);
    }
}
