package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The replicas of a private server, and what reads from them. Each test leaves the server running with one replica that follows. */
@Timeout(180)
class ReplicaIT {

    private static final String BASE = SampleData.photos().resolve("base.bvecs").toString();
    private static final String METADATA = SampleData.photos().resolve("base.csv").toString();
    private static final String QUERIES = SampleData.photos().resolve("query.bvecs").toString();

    private static ScratchDirectory scratch;
    private static String directory;
    private static TestDatabase primary;

    @BeforeAll
    static void start() {
        scratch = ScratchDirectory.create();
        directory = scratch.path().resolve("server").toString();
        primary = database(command("server", "start", "--dir", directory, "--replicas", "1").lastLine());
    }

    @AfterAll
    static void stop() throws IOException {
        Cli.run("server", "stop", "--dir", directory);
        scratch.delete();
    }

    @Test
    void answersAreTheSameAfterLoadBuildUpdatesAndPromotion() throws SQLException, IOException {
        command("server", "start", "--dir", directory, "--replicas", "2");
        Path second = Path.of(directory, "replica-2");
        TestDatabase replica = replica(2);
        try {
            ok(primary.cli("load", BASE, "--metadata", METADATA, "-t", "photos", "--create", "--drop", "--limit", "3000"));
            ok(primary.cli("recommend", "install", "--parts", "2"));
            primary.execute("SELECT recommend.add_videos('global', NULL, ARRAY[i], ARRAY[i % 3], ARRAY[(i % 17)::real]) FROM generate_series(1, 300) AS i",
                    "INSERT INTO recommend.users (uid, pid, cid) VALUES (1, 3, 21)", "SELECT recommend.set_tags(1, '{\"(1,6,)\",\"(2,3,)\"}')");
            for (String method : List.of("ann", "ann_ivfflat")) {
                ok(primary.cli("index", "photos.vector", "--method", method, "--memory", "64MB"));
                assertSameAnswers(replica, method + ", after load and build");
                primary.execute("UPDATE photos SET vector = (SELECT o.vector FROM photos AS o WHERE o.id = photos.id + 1) WHERE id % 50 = 0",
                        "DELETE FROM photos WHERE id % 7 = 1", "VACUUM photos", "SELECT recommend.mark_read(1, '{1,2,16,17,18}')");
                assertSameAnswers(replica, method + ", after updates, deletes and reads");
                primary.execute("DROP INDEX photos_vector_idx");
            }
            ok(primary.cli("index", "photos.vector", "--memory", "64MB"));
            assertSameAnswers(replica, "before the promotion");
            List<String> before = answers(primary, List.of());

            assertThat(replica.value("SELECT pg_promote()")).isEqualTo("t");
            assertThat(answers(replica, List.of())).as("after the promotion").isEqualTo(before);
            replica.execute("INSERT INTO photos (id, vector) SELECT id + 100000, vector FROM photos WHERE id = 17",
                    "SELECT recommend.mark_read(1, '{3}')");
            assertThat(ok(replica.cli("search", "photos.vector", "--like", "17", "-k", "2", "--columns", "id")).out()).contains("100017");

            // It is a server of its own now.
            Cli.Result started = command("server", "start", "--dir", directory);
            assertThat(started.err()).contains(second + " has been promoted and follows nobody any more");
            assertThat(command("server", "status", "--dir", directory).out()).contains("replica 1").doesNotContain("replica 2");
            assertThat(command("server", "start", "--dir", second.toString()).lastLine()).isEqualTo(replica.url());
        } finally {
            command("server", "stop", "--dir", second.toString());
            new ScratchDirectory(second).delete();
            primary.execute("SELECT pg_drop_replication_slot('float2_replica_2')");
        }
    }

    @Test
    void aReplicaThatLagsAnswersAsItWasOrIsWaitedFor() throws SQLException {
        primary.execute("CREATE TABLE letters (id int PRIMARY KEY, v float2[])", "INSERT INTO letters VALUES (1, '{1,1}')");
        String replica = replica(1).url();
        String[] search = {"search", "letters.v", "--query", VectorFiles.text(scratch.path().resolve("q.csv"), "v\n\"{2,2}\"\n").toString(),
            "-k", "1", "--read-dsn", replica};
        assertThat(ok(primary.cli(with(search, "--max-lag", "60"))).out()).containsPattern("\n +1 ");
        replica(1).execute("SELECT pg_wal_replay_pause()");
        try {
            primary.execute("INSERT INTO letters VALUES (2, '{2,2}')");
            assertThat(ok(primary.cli(search)).out()).as("the answer of before").containsPattern("\n +1 ");
            Cli.Result lagging = primary.cli(with(search, "--max-lag", "0.3"));
            assertThat(lagging.exitCode()).isOne();
            assertThat(lagging.err()).matches("(?s)float2: the standby 127\\.0\\.0\\.1:\\d+/float2 is [1-9]\\d* bytes of log behind "
                    + "127\\.0\\.0\\.1:\\d+/float2 after 0\\.3 s: a longer --max-lag waits for it, .*");
            // The primary stands in where it is among the servers.
            search[search.length - 1] = command("server", "url", "--read", "--dir", directory).lastLine();
            assertThat(ok(primary.cli(with(search, "--max-lag", "0.3"))).out()).containsPattern("\n +2 ");
        } finally {
            replica(1).execute("SELECT pg_wal_replay_resume()");
        }
        assertThat(ok(primary.cli(with(search, "--max-lag", "60"))).out()).containsPattern("\n +2 ");
        primary.execute("DROP TABLE letters");
    }

    @Test
    void aReplicaThatIsDownIsPassedOver() throws SQLException {
        primary.execute("CREATE TABLE notes (id int PRIMARY KEY, v float2[])", "INSERT INTO notes VALUES (1, '{1,1}')");
        String all = command("server", "url", "--read", "--dir", directory).lastLine();
        String replica = replica(1).url();
        command("server", "stop", "--dir", Path.of(directory, "replica-1").toString());
        assertThat(command("server", "status", "--dir", directory).out()).containsPattern("replica 1 +port \\d+, stopped");
        String[] search = {"search", "notes.v", "--like", "1", "--read-dsn", all};
        assertThat(ok(primary.cli(search)).out()).contains("1 row");
        search[search.length - 1] = replica;
        Cli.Result alone = primary.cli(search);
        assertThat(alone.exitCode()).isOne();
        assertThat(alone.err()).contains("cannot connect to the PostgreSQL server at 127.0.0.1:").contains("connection refused");
        assertThat(command("server", "start", "--dir", directory).err()).contains("the replica 1 listens on");
        assertThat(ok(primary.cli(search)).out()).contains("1 row");
        primary.execute("DROP TABLE notes");
    }

    @Test
    void aReplicaWhoseLogIsGoneIsCopiedAnew() throws SQLException {
        command("server", "stop", "--dir", Path.of(directory, "replica-1").toString());
        primary.execute("SELECT pg_drop_replication_slot('float2_replica_1')", "CREATE TABLE since AS SELECT 42 AS answer");
        assertThat(command("server", "start", "--dir", directory).err()).contains("lacks is gone, so it is copied anew");
        assertThat(replica(1).value("SELECT answer FROM since")).isEqualTo("42");
        primary.execute("DROP TABLE since");
    }

    @Test
    void stopAndStartTakeTheReplicasAlong() throws SQLException {
        String url = replica(1).url();
        command("server", "stop", "--dir", directory);
        assertThat(Cli.run("server", "status", "--dir", directory).out()).containsPattern("replica 1 +port \\d+, stopped");
        Cli.Result alone = Cli.run("server", "start", "--dir", Path.of(directory, "replica-1").toString());
        assertThat(alone.exitCode()).isOne();
        assertThat(alone.err()).contains("holds a replica: it starts with its primary, by `float2 server start --dir " + directory + "`");
        assertThat(command("server", "start", "--dir", directory).lastLine()).isEqualTo(primary.url());
        assertThat(replica(1).url()).isEqualTo(url);
        assertThat(replica(1).value("SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThat(Cli.run("server", "status", "--json", "--dir", directory).out()).contains("\"replicas\":[{\"number\":1,");
    }

    @Test
    void fewerReplicasLeaveNothingOfTheOthers() throws SQLException {
        command("server", "start", "--dir", directory, "--replicas", "0");
        assertThat(Path.of(directory, "replica-1")).doesNotExist();
        assertThat(primary.value("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        command("server", "start", "--dir", directory, "--replicas", "1");
        assertThat(replica(1).value("SELECT pg_is_in_recovery()")).isEqualTo("t");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertUsage("--replicas 9: a private server has 0 to 8", "server", "start", "--dir", directory, "--replicas", "9");
        assertUsage("--max-lag needs --read-dsn, or FLOAT2_READ_DSN in the environment", "search", "t.v", "--like", "1", "--max-lag", "1");
        assertUsage("--max-lag -1.0 is no time in seconds from 0 on", "search", "t.v", "--like", "1", "--max-lag", "-1", "--read-dsn",
                primary.url());
    }

    private static void assertSameAnswers(TestDatabase replica, String when) {
        assertThat(answers(primary, List.of("--read-dsn", replica.url(), "--max-lag", "60"))).as(when)
                .isEqualTo(answers(primary, List.of()));
    }

    /** Nearest rows, with and without a filter, by the index and its recall; and recommendations. */
    private static List<String> answers(TestDatabase database, List<String> reads) {
        List<String> answers = new ArrayList<>();
        for (String[] search : List.of(
                new String[] {"search", "photos.vector", "--query", QUERIES, "--limit-queries", "20", "--columns", "id"},
                new String[] {"search", "photos.vector", "--query", QUERIES, "--limit-queries", "20", "--columns", "id,photo", "--where",
                    "size < 4"})) {
            String out = ok(database.cli(with(search, reads.toArray(String[]::new)))).out();
            assertThat(out).contains("10 rows in");
            answers.add(out.replaceAll(" in [0-9].*", ""));
        }
        String recall = ok(database.cli(with(new String[] {"recall", "photos.vector", "--sample", "50"}, reads.toArray(String[]::new)))).out();
        assertThat(recall).contains("photos_vector_idx");
        TestDatabase read = reads.isEmpty() ? database : database(reads.get(1));
        try {
            answers.addAll(read.values("SELECT r::text FROM generate_series(0, 1) AS part, recommend.recommend(1, part) AS r"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return answers;
    }

    private static String[] with(String[] arguments, String... further) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(further));
        return all.toArray(String[]::new);
    }

    private static TestDatabase replica(int number) {
        return database(command("server", "url", "--dir", Path.of(directory, "replica-" + number).toString()).lastLine());
    }

    private static TestDatabase database(String url) {
        return new TestDatabase(ConnectionTarget.parse(url, Map.of()));
    }

    private static Cli.Result command(String... arguments) {
        return ok(Cli.run(arguments));
    }

    private static Cli.Result ok(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    private static void assertUsage(String sentence, String... arguments) {
        Cli.Result refused = Cli.run(arguments);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(sentence);
    }
}
