package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import io.float2.server.PrivateServer;
import io.float2.server.ServerDirectory;
import io.float2.server.StartOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A physical standby and a logical subscriber: the same bits, and the same answers from an index. */
class ReplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "off", "shared_buffers", "64MB", "wal_level", "logical", "hot_standby", "on");
    private static final String NEAREST =
            "SET enable_seqscan = off; SELECT id FROM items ORDER BY v <-> '{1,2,3,4,5,6,7,8}' LIMIT 5";

    private static ScratchDirectory scratch;
    private static PrivateServer primaryServer;
    private static TestDatabase primary;

    @BeforeAll
    static void startPrimary() throws IOException, SQLException {
        scratch = ScratchDirectory.create();
        primaryServer = PrivateServer.at(ServerDirectory.of(scratch.path().resolve("primary")));
        primary = new TestDatabase(primaryServer.start(new StartOptions(null, SETTINGS), line -> { }));
        Vectors.make(primary);
        primary.execute(
                "CREATE TABLE items (id int PRIMARY KEY, v float2[])",
                "INSERT INTO items SELECT i, gen_rand_f2_arr(10, 8) FROM generate_series(1, 500) AS i",
                "CREATE INDEX items_ann ON items USING ann (v) WITH (dim = 8)");
    }

    @AfterAll
    static void stopPrimary() throws IOException {
        try (ScratchDirectory gone = scratch) {
            primaryServer.stop();
        }
    }

    @Test
    void aPhysicalStandbyAnswersAsThePrimary() throws IOException, InterruptedException, SQLException {
        Path primaryData = primaryServer.directory().path().resolve("data");
        Path directory = Files.createDirectory(scratch.path().resolve("standby"));
        Files.setOwner(directory, Files.getOwner(primaryData));
        Path data = directory.resolve("data");
        int port = ServerPorts.free();
        ServerProgram.asOwnerOf(directory, "pg_basebackup", "--dbname=" + primary.url(), "--pgdata=" + data, "--write-recovery-conf",
                "--checkpoint=fast", "--wal-method=stream");
        ServerProgram.asOwnerOf(directory, "pg_ctl", "-D", data.toString(), "-w", "-l", directory.resolve("log").toString(),
                "-o", "-p " + port, "start");
        try {
            TestDatabase standby = new TestDatabase(at(port));
            assertThat(standby.value("SELECT pg_is_in_recovery()")).isEqualTo("t");
            // What happens after the copy was taken comes by the log.
            primary.execute("INSERT INTO items SELECT i, gen_rand_f2_arr(10, 8) FROM generate_series(501, 1000) AS i",
                    "DELETE FROM items WHERE id % 7 = 0", "VACUUM items", "UPDATE vectors SET scalar = 1.3 WHERE id = 5");
            awaitReplay(standby);
            assertThat(Vectors.digest(standby)).isEqualTo(Vectors.digest(primary));
            assertThat(standby.values(NEAREST)).isEqualTo(primary.values(NEAREST)).hasSize(5);
        } finally {
            ServerProgram.asOwnerOf(directory, "pg_ctl", "-D", data.toString(), "-w", "-m", "fast", "stop");
        }
    }

    @Test
    void aLogicalSubscriberGetsTheSameBits() throws IOException, SQLException, InterruptedException {
        primary.execute("CREATE DATABASE published");
        TestDatabase publisher = new TestDatabase(primary.target().withDatabase("published"));
        publisher.execute("CREATE EXTENSION float2 CASCADE", "CREATE TABLE items (id int PRIMARY KEY, v float2[])");
        Vectors.makeTable(publisher);
        publisher.execute("CREATE PUBLICATION everything FOR TABLE vectors, items");
        PrivateServer server = PrivateServer.at(ServerDirectory.of(scratch.path().resolve("subscriber")));
        try {
            TestDatabase subscriber = new TestDatabase(server.start(new StartOptions(null, SETTINGS), line -> { }));
            subscriber.execute("CREATE TABLE items (id int PRIMARY KEY, v float2[])",
                    "CREATE INDEX items_ann ON items USING ann (v) WITH (dim = 8)");
            Vectors.makeTable(subscriber);
            // Before there are rows: some servers' first copy is text, in which every NaN is the same.
            subscriber.execute("CREATE SUBSCRIPTION everything CONNECTION '" + publisher.url() + "' PUBLICATION everything WITH (binary = true)");
            awaitRow(subscriber, "SELECT CASE WHEN bool_and(srsubstate = 'r') THEN count(*) ELSE 0 END FROM pg_subscription_rel");

            Vectors.fill(publisher);
            publisher.execute("INSERT INTO items SELECT i, gen_rand_f2_arr(10, 8) FROM generate_series(1, 500) AS i",
                    "UPDATE vectors SET vector = '{1.3,2.4,5.6}' WHERE id = 7", "DELETE FROM vectors WHERE id = 8",
                    "INSERT INTO items VALUES (5000, '{1,2,3,4,5,6,7,8}')");

            awaitRow(subscriber, "SELECT count(*) FROM items WHERE id = 5000");
            assertThat(Vectors.digest(subscriber)).isEqualTo(Vectors.digest(publisher));
            assertThat(subscriber.value(NEAREST)).isEqualTo("5000");
            subscriber.execute("DROP SUBSCRIPTION everything");
        } finally {
            server.stop();
        }
    }

    private static ConnectionTarget at(int port) {
        ConnectionTarget target = primary.target();
        return new ConnectionTarget(target.host(), port, target.database(), target.user(), target.password(), target.settings());
    }

    /** Waits until the standby has replayed what the primary has written by now. */
    private static void awaitReplay(TestDatabase standby) throws SQLException, InterruptedException {
        String written = primary.value("SELECT pg_current_wal_lsn()");
        awaitRow(standby, "SELECT (pg_last_wal_replay_lsn() >= '" + written + "')::int");
    }

    private static void awaitRow(TestDatabase database, String countQuery) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (database.value(countQuery).equals("0")) {
            assertThat(System.nanoTime()).as("time for: %s", countQuery).isLessThan(deadline);
            Thread.sleep(100);
        }
    }
}
