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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A physical standby answers by an index as its primary does, after each thing that happens to the index.
 *
 * <p>Each page that the standby has changed by the log is compared with the primary's ({@code wal_consistency_checking}): the standby
 * ends at the first difference.
 */
@Timeout(180)
class AnnStandbyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS = 1_000;
    private static final String EMPTY = "inserts into an empty index";
    private static final Map<String, String> SETTINGS = Map.of("fsync", "off", "shared_buffers", "64MB", "wal_level", "replica",
            "hot_standby", "on", "autovacuum", "off", "max_wal_senders", "4", "wal_consistency_checking", "all");

    private static ScratchDirectory scratch;
    private static PrivateServer server;
    private static TestDatabase primary;
    private static TestDatabase standby;
    private static Path standbyDirectory;

    @BeforeAll
    static void start() throws IOException, SQLException, InterruptedException {
        scratch = ScratchDirectory.create();
        server = PrivateServer.at(ServerDirectory.of(scratch.path().resolve("primary")));
        primary = new TestDatabase(server.start(new StartOptions(null, SETTINGS), line -> { }));
        AnnSample.load(primary);
        Path primaryData = server.directory().path().resolve("data");
        standbyDirectory = Files.createDirectory(scratch.path().resolve("standby"));
        Files.setOwner(standbyDirectory, Files.getOwner(primaryData));
        ServerProgram.asOwnerOf(standbyDirectory, "pg_basebackup", "--dbname=" + primary.url(), "--pgdata=" + data(),
                "--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream");
        int port = ServerPorts.free();
        ServerProgram.asOwnerOf(standbyDirectory, "pg_ctl", "-D", data().toString(), "-w", "-l", log().toString(),
                "-o", "-p " + port, "start");
        ConnectionTarget target = primary.target();
        standby = new TestDatabase(
                new ConnectionTarget(target.host(), port, target.database(), target.user(), target.password(), target.settings()));
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        try (ScratchDirectory gone = scratch) {
            try {
                ServerProgram.asOwnerOf(standbyDirectory, "pg_ctl", "-D", data().toString(), "-w", "-m", "fast", "stop");
            } finally {
                server.stop();
            }
        }
    }

    @AfterEach
    void drop() throws SQLException {
        primary.execute("DROP TABLE IF EXISTS items");
    }

    @ParameterizedTest
    @EnumSource
    void theStandbyAnswersAsThePrimaryAfterEachStep(AnnMethod method) throws Exception {
        AnnSample.copy(primary, "", "items", "float2[]", ROWS);
        AnnBuild.run(primary, "items", 0, method.create("items_v", "items"));
        assertSame(method, "a serial build");
        assertThat(AnnBuild.run(primary, "items", 2, "REINDEX INDEX items_v").parallel()).isTrue();
        assertSame(method, "a parallel build");
        primary.execute("INSERT INTO items SELECT id, v FROM sample WHERE id BETWEEN " + ROWS + " AND " + (ROWS + 299));
        assertSame(method, "inserts");
        primary.execute("DELETE FROM items WHERE id % 3 = 0");
        assertSame(method, "deletes");
        primary.execute("VACUUM items");
        assertSame(method, "VACUUM");
        primary.execute("INSERT INTO items SELECT id, v FROM sample WHERE id < " + ROWS + " AND id % 3 = 0");
        assertSame(method, "inserts into the space of deleted rows");
        primary.execute("UPDATE items AS i SET v = s.v FROM sample AS s WHERE i.id % 5 = 0 AND s.id = i.id + 10000");
        assertSame(method, "updates");
        primary.execute("REINDEX INDEX CONCURRENTLY items_v");
        assertSame(method, "REINDEX CONCURRENTLY");
        primary.execute("DROP INDEX items_v", "DELETE FROM items", "VACUUM items", method.create("items_v", "items"),
                "INSERT INTO items SELECT id, v FROM sample WHERE id < 300");
        assertSame(method, EMPTY);
    }

    private static void assertSame(AnnMethod method, String what) throws Exception {
        awaitReplay();
        AnnSearch there = AnnSearch.in(standby, method, "items");
        assertThat(there.answers("items_v")).as("answers after %s", what)
                .isEqualTo(AnnSearch.in(primary, method, "items").answers("items_v"));
        double floor = what.equals(EMPTY) ? method.emptyRecallFloor() : method.recallFloor();
        assertThat(there.recall("items_v")).as("recall after %s", what).isGreaterThanOrEqualTo(floor);
    }

    private static void awaitReplay() throws Exception {
        String written = primary.value("SELECT pg_current_wal_lsn()");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (standby.value("SELECT pg_last_wal_replay_lsn() >= '" + written + "'").equals("t")) {
                    return;
                }
            } catch (SQLException e) {
                throw new AssertionError("the standby is gone; its log:\n" + Files.readString(log()), e);
            }
            assertThat(System.nanoTime()).as("time for the standby to follow").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static Path data() {
        return standbyDirectory.resolve("data");
    }

    private static Path log() {
        return standbyDirectory.resolve("log");
    }
}
