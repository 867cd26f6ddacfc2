package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The private server's life; the tests share one directory, and each leaves its server stopped or running as it likes. */
class ServerIT {

    private static ScratchDirectory scratch;
    private static String directory;

    @BeforeAll
    static void chooseDirectory() {
        scratch = ScratchDirectory.create();
        directory = scratch.path().resolve("some").resolve("server").toString();
    }

    @AfterAll
    static void stopAndDelete() throws IOException {
        Cli.run("server", "stop", "--dir", directory);
        scratch.delete();
    }

    @AfterEach
    void nothingTemporaryIsLeft() throws IOException {
        if (Files.exists(Path.of(directory))) {
            try (Stream<Path> entries = Files.list(Path.of(directory))) {
                assertThat(entries.map(path -> path.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
            }
        }
    }

    @Test
    void startPrintsTheUrlOfADatabaseWithTheExtension() throws SQLException {
        Cli.Result start = start();
        assertThat(start.lastLine()).matches("postgresql://float2:[A-Za-z0-9_-]{32}@127\\.0\\.0\\.1:[0-9]+/float2");
        assertThat(query(start.lastLine(), "SELECT '{1,2}'::float2[] <-> '{1,4}'::float2[]")).isEqualTo("2");
    }

    @Test
    void startingARunningServerPrintsTheSameUrlAndLeavesItAlone() throws SQLException {
        String url = start().lastLine();
        String before = query(url, "SELECT pg_postmaster_start_time()");
        assertThat(start().lastLine()).isEqualTo(url);
        assertThat(query(url, "SELECT pg_postmaster_start_time()")).isEqualTo(before);
    }

    @Test
    void urlIsWhatStartPrinted() {
        String url = start().lastLine();
        assertThat(Cli.run("server", "url", "--dir", directory).out()).isEqualTo(url + System.lineSeparator());
    }

    @Test
    void dataSurviveAStopAndTheUrlStaysTheSame() throws SQLException {
        String url = start().lastLine();
        query(url, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
        assertThat(Cli.run("server", "stop", "--dir", directory).exitCode()).isZero();
        assertThat(start().lastLine()).isEqualTo(url);
        assertThat(query(url, "SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void stopIsDoneWhenNothingRuns() {
        start();
        assertThat(Cli.run("server", "stop", "--dir", directory).err()).contains("is stopped");
        Cli.Result again = Cli.run("server", "stop", "--dir", directory);
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("was not running");
    }

    @Test
    void statusTellsAStoppedServerFromARunningOne() {
        start();
        Cli.Result running = Cli.run("server", "status", "--dir", directory);
        assertThat(running.exitCode()).isZero();
        assertThat(running.out()).contains("running").contains(directory).containsPattern("port +[0-9]+").containsPattern("size +[0-9]");
        assertThat(Cli.run("server", "status", "--json", "--dir", directory).out()).startsWith("{\"running\":true");

        Cli.run("server", "stop", "--dir", directory);
        Cli.Result stopped = Cli.run("server", "status", "--dir", directory);
        assertThat(stopped.exitCode()).isOne();
        assertThat(stopped.out()).contains("stopped");
    }

    @Test
    void urlOfAStoppedServerSaysHowToStartIt() {
        start();
        Cli.run("server", "stop", "--dir", directory);
        Cli.Result url = Cli.run("server", "url", "--dir", directory);
        assertThat(url.exitCode()).isOne();
        assertThat(url.out()).isEmpty();
        assertThat(url.err()).isEqualTo("float2: no server is running in " + directory
                + ": start it with `float2 server start --dir " + directory + "`" + System.lineSeparator());
    }

    @Test
    void theServerDoesNotRunAsRootAndListensOnTheLoopbackOnly() throws IOException {
        String url = start().lastLine();
        List<String> postmaster = Files.readAllLines(Path.of(directory, "data", "postmaster.pid"));
        Path process = Path.of("/proc", postmaster.get(0).strip());
        assumeTrue(Files.exists(process), "no /proc here to read the server's user from");
        assertThat(Files.getAttribute(process, "unix:uid")).isNotEqualTo(0);
        assertThat(ConnectionTarget.parse(url, Map.of()).host()).isEqualTo("127.0.0.1");
        assertThat(postmaster.get(4).strip()).as("unix socket directory").isEmpty();
        assertThat(postmaster.get(5).strip()).as("listen address").isEqualTo("127.0.0.1");
    }

    @Test
    void thePasswordIsReadableByTheServersUserOnly() throws IOException {
        start();
        Path file = Path.of(directory, "connection");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.getOwner(file)).isEqualTo(Files.getOwner(Path.of(directory, "data")));
    }

    @Test
    void theDataHaveChecksums() throws SQLException {
        assertThat(query(start().lastLine(), "SHOW data_checksums")).isEqualTo("on");
    }

    @Test
    void aPortInUseIsNamedAndNothingIsMade() throws IOException {
        Path fresh = scratch.path().resolve("never-made");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            Cli.Result start = Cli.run("server", "start", "--dir", fresh.toString(), "--port", port);
            assertThat(start.exitCode()).isOne();
            assertThat(start.err()).isEqualTo("float2: the port " + port
                    + " is in use by another program: choose another one with --port" + System.lineSeparator());
        }
        assertThat(fresh.resolve("data")).doesNotExist();
    }

    @Test
    void aDirectoryThatHoldsSomethingElseIsLeftUntouched() throws IOException {
        Path foreign = Files.createDirectory(scratch.path().resolve("foreign"));
        Path file = Files.writeString(foreign.resolve("letter.txt"), "mine");
        Cli.Result start = Cli.run("server", "start", "--dir", foreign.toString());
        assertThat(start.exitCode()).isOne();
        assertThat(start.err()).contains("the directory " + foreign + " is not empty and holds no server of float2");
        assertThat(foreign).isDirectoryContaining(file::equals);
        try (Stream<Path> entries = Files.list(foreign)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void aParentClosedToTheServersUserIsNamed() throws IOException {
        assumeTrue(Files.getOwner(scratch.path()).getName().equals("root"), "only root starts a server as another user");
        Path closed = Files.createDirectory(scratch.path().resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Cli.Result start = Cli.run("server", "start", "--dir", closed.resolve("server").toString());
        assertThat(start.exitCode()).isOne();
        assertThat(start.err()).startsWith("float2: the directory " + closed + " is closed to the user");
        assertThat(closed).isEmptyDirectory();
    }

    @Test
    void aFirstStartThatWasCutShortDoesNotBlockTheNext() throws IOException {
        Path interrupted = scratch.path().resolve("interrupted");
        Files.createDirectories(interrupted.resolve("data.tmp").resolve("base"));
        Files.writeString(interrupted.resolve("float2-server"), "");
        Files.writeString(interrupted.resolve("data.tmp").resolve("PG_VERSION"), "15");
        try {
            Cli.Result start = Cli.run("server", "start", "--dir", interrupted.toString());
            assertThat(start.exitCode()).as(start.err()).isZero();
            assertThat(interrupted.resolve("data.tmp")).doesNotExist();
        } finally {
            Cli.run("server", "stop", "--dir", interrupted.toString());
        }
    }

    @Test
    void aDatabaseThatIsMissingIsMadeByTheNextStart() throws SQLException {
        String url = start().lastLine();
        Sql.lastValue(ConnectionTarget.parse(url, Map.of()).withDatabase("postgres"), "DROP DATABASE float2 WITH (FORCE)");
        assertThat(start().lastLine()).isEqualTo(url);
        assertThat(query(url, "SELECT count(*) FROM pg_extension WHERE extname = 'float2'")).isEqualTo("1");
    }

    @Test
    void anOldExtensionIsUpdatedByTheNextStart() throws SQLException {
        String url = start().lastLine();
        query(url, "DROP EXTENSION float2 CASCADE; CREATE EXTENSION float2 VERSION '0.2.0'; SELECT 1");
        Cli.Result start = start();
        assertThat(start.lastLine()).isEqualTo(url);
        assertThat(start.err()).contains("updating the extension float2 from 0.2.0 to ");
        assertThat(query(url, "SELECT extversion = default_version FROM pg_extension JOIN pg_available_extensions ON name = extname "
                + "WHERE extname = 'float2'")).isEqualTo("t");
        assertThat(start().err()).doesNotContain("updating");
    }

    @Test
    void aSymbolicLinkLeadsToTheSameServer() throws IOException {
        String url = start().lastLine();
        Path link = Files.createSymbolicLink(scratch.path().resolve("link"), Path.of(directory));
        assertThat(Cli.run("server", "url", "--dir", link.toString()).lastLine()).isEqualTo(url);
        assertThat(Cli.run("server", "start", "--dir", link.toString()).lastLine()).isEqualTo(url);
    }

    @Test
    void aStartThatFailsShowsTheEndOfTheLogAndLeavesNothingRunning() throws SQLException, IOException {
        String url = start().lastLine();
        query(url, "ALTER SYSTEM SET shared_preload_libraries = 'no_such_library'");
        Cli.run("server", "stop", "--dir", directory);
        try {
            Cli.Result start = Cli.run("server", "start", "--dir", directory);
            assertThat(start.exitCode()).isOne();
            assertThat(start.out()).isEmpty();
            assertThat(start.err()).contains("did not start").contains("no_such_library");
            assertThat(Cli.run("server", "status", "--dir", directory).exitCode()).isOne();
        } finally {
            Files.writeString(Path.of(directory, "data", "postgresql.auto.conf"), "");
        }
        assertThat(start().lastLine()).isEqualTo(url);
    }

    @Test
    void aServerThatWasKilledStartsAgain() throws SQLException, IOException {
        String url = start().lastLine();
        long pid = Long.parseLong(Files.readAllLines(Path.of(directory, "data", "postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        assertThat(start().lastLine()).isEqualTo(url);
        assertThat(query(url, "SELECT 1")).isEqualTo("1");
    }

    private static Cli.Result start() {
        Cli.Result start = Cli.run("server", "start", "--dir", directory);
        assertThat(start.exitCode()).as(start.err()).isZero();
        return start;
    }

    private static String query(String url, String sql) throws SQLException {
        return Sql.lastValue(ConnectionTarget.parse(url, Map.of()), sql);
    }
}
