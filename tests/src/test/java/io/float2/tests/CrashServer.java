package io.float2.tests;

import io.float2.server.PrivateServer;
import io.float2.server.ServerDirectory;
import io.float2.server.StartOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server of its own that a test ends without warning and starts again.
 *
 * <p>A killed process loses what it has not handed to the operating system; a machine that loses its power loses more, which no test
 * here tries.
 */
final class CrashServer implements AutoCloseable {

    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "off", "shared_buffers", "64MB", "autovacuum", "off", "max_wal_size", "256MB");
    private static final long PATIENCE_SECONDS = 120;

    private final ScratchDirectory scratch;
    private final PrivateServer server;
    private final TestDatabase database;

    private CrashServer(ScratchDirectory scratch) throws IOException, SQLException {
        this.scratch = scratch;
        server = PrivateServer.at(ServerDirectory.of(scratch.path().resolve("server")));
        database = start();
    }

    static CrashServer create() throws IOException, SQLException {
        return new CrashServer(ScratchDirectory.create());
    }

    /** The database that has the extension; good for as long as the server is not closed, crashes included. */
    TestDatabase database() {
        return database;
    }

    /** Kills all processes of the server at once (SIGKILL), and starts it again. */
    void killServer() throws IOException, SQLException {
        long postmaster = Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip());
        ProcessHandle.of(postmaster).ifPresent(ProcessHandle::destroyForcibly);
        // Whoever was started meanwhile as well: only a server without any process left can start again.
        for (List<ProcessHandle> left = processes(); !left.isEmpty(); left = processes()) {
            left.forEach(ProcessHandle::destroyForcibly);
        }
        // Where nobody collects the ended process, as in a container without an init, its number would still count as in use.
        Files.delete(data().resolve("postmaster.pid"));
        start();
    }

    /**
     * Kills one process of the server (SIGKILL), upon which the server ends all others and recovers by itself; waits until it has. If
     * the process has ended by then, as a parallel worker may have, it is a session's that is killed.
     */
    void killProcess(long pid) throws SQLException, InterruptedException {
        try (Connection witness = database.open(); Statement statement = witness.createStatement()) {
            long own = Long.parseLong(database.value("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
                    + "AND pid <> pg_backend_pid() ORDER BY backend_start DESC LIMIT 1"));
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            for (int asked = 1; answers(statement); asked++) {
                failAfter(deadline, "the server goes on although its process " + pid + " was killed");
                if (asked == 300) {
                    ProcessHandle.of(own).ifPresent(ProcessHandle::destroyForcibly);
                }
                Thread.sleep(10);
            }
            while (!isUp()) {
                failAfter(deadline, "the server does not come up again");
                Thread.sleep(50);
            }
        }
    }

    /** Stops the server at once, without a checkpoint, and starts it again. */
    void stopImmediately() throws IOException, SQLException, InterruptedException {
        down();
        up();
    }

    /** Stops the server at once, without a checkpoint. */
    void down() throws IOException, InterruptedException {
        ServerProgram.asOwnerOf(data(), "pg_ctl", "-D", data().toString(), "-w", "-m", "immediate", "stop");
    }

    /** Starts it again. */
    void up() throws IOException, SQLException {
        start();
    }

    /** The server's log since it was last started by hand. */
    String log() throws IOException {
        return Files.readString(server.directory().log());
    }

    @Override
    public void close() throws IOException {
        try (ScratchDirectory gone = scratch) {
            server.stop();
        }
    }

    private TestDatabase start() throws IOException, SQLException {
        return new TestDatabase(server.start(new StartOptions(null, SETTINGS), line -> { }));
    }

    private Path data() {
        return server.directory().path().resolve("data");
    }

    /** A server's processes all work in its data directory. */
    private List<ProcessHandle> processes() throws IOException {
        Path data = data().toRealPath();
        return ProcessHandle.allProcesses().filter(process -> {
            try {
                return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd")).equals(data);
            } catch (IOException e) {
                // It ended, or is another user's.
                return false;
            }
        }).toList();
    }

    private static boolean answers(Statement statement) {
        try {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean isUp() {
        try (Connection connection = database.open()) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void failAfter(long deadline, String sentence) {
        if (System.nanoTime() > deadline) {
            throw new AssertionError(sentence);
        }
    }
}
