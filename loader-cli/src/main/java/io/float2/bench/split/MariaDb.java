package io.float2.bench.split;

import io.float2.UserException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A private MariaDB server on the loopback address, with data of its own. Closing stops it. */
public final class MariaDb implements AutoCloseable {

    /** What is to be said where it is missing. */
    public static final String MISSING = "MariaDB is not installed, so there is nothing to compare with: on Debian, apt-get install "
            + "mariadb-server (it need not run)";

    private static final String SERVER = "mariadbd";
    private static final String INSTALLER = "mariadb-install-db";

    /** The package's own user, for when root calls: the server does not run as root. */
    private static final String UNPRIVILEGED = "mysql";

    /** Names the folder of the programs, where they are not on the path. */
    private static final String FOLDER_PROPERTY = "float2.mariadb";

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final Path log;
    private final int port;
    private final String password;

    private MariaDb(Process process, Path log, int port, String password) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.password = password;
    }

    /** Whether this machine has the programs. */
    public static boolean isInstalled() {
        return program(SERVER).isPresent() && program(INSTALLER).isPresent();
    }

    /**
     * Makes the data and starts the server.
     *
     * @param directory empty, and passable for the user {@value #UNPRIVILEGED} when root calls
     * @param memoryBytes for its buffer pool
     */
    public static MariaDb start(Path directory, long memoryBytes) throws IOException, InterruptedException {
        Path server = program(SERVER).orElseThrow(() -> new UserException(MISSING));
        Path installer = program(INSTALLER).orElseThrow(() -> new UserException(MISSING));
        Path data = directory.resolve("mariadb");
        Path log = directory.resolve("mariadb.log");
        Path init = directory.resolve("mariadb.sql");
        String password = secret();
        boolean root = System.getProperty("user.name").equals("root");
        Files.createDirectory(data);
        Files.createFile(log);
        Files.createFile(init, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // The server takes one statement a line.
        Files.writeString(init, """
                CREATE DATABASE bench;
                CREATE USER bench@'127.0.0.1' IDENTIFIED BY '%s';
                GRANT ALL ON bench.* TO bench@'127.0.0.1';
                """.formatted(password));
        if (root) {
            for (Path path : List.of(data, log, init)) {
                Files.setOwner(path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED));
            }
        }
        install(installer, data, log, root);
        int port = freePort();
        List<String> command = command(server, data, root);
        command.addAll(List.of("--bind-address=127.0.0.1", "--skip-name-resolve", "--port=" + port, "--socket=" + data.resolve("socket"),
                "--pid-file=" + data.resolve("pid"), "--init-file=" + init, "--innodb-buffer-pool-size=" + memoryBytes,
                "--innodb-flush-log-at-trx-commit=2", "--skip-log-bin", "--local-infile=ON", "--max-allowed-packet=64M"));
        Process process = start(command, log);
        MariaDb started = new MariaDb(process, log, port, password);
        try {
            started.awaitReady();
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** Opens a connection whose prepared statements are the server's and travel in binary; the caller closes it. */
    public Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "bench");
        properties.setProperty("password", password);
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("useBulkStmts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/bench", properties);
    }

    private static void install(Path installer, Path data, Path log, boolean root) throws IOException, InterruptedException {
        List<String> command = command(installer, data, root);
        command.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
        Process process = start(command, log);
        if (process.waitFor() != 0) {
            throw new UserException("MariaDB's data are not made: " + lastLine(log));
        }
    }

    /** The settings of the machine's own server are not meant for this one. */
    private static List<String> command(Path program, Path data, boolean root) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults", "--datadir=" + data));
        if (root) {
            command.add("--user=" + UNPRIVILEGED);
        }
        return command;
    }

    private static Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).directory(new File("/")).start();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                open().close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new UserException("MariaDB does not start: " + lastLine(log), e);
                }
            }
            Thread.sleep(200);
        }
    }

    private static Optional<Path> program(String name) {
        String given = System.getProperty(FOLDER_PROPERTY);
        if (given != null) {
            return Optional.of(Path.of(given, name)).filter(Files::isExecutable);
        }
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin", "/usr/bin"))
                .filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String secret() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1);
    }

    /** Asks the server to end, and ends it when it does not. */
    @Override
    public void close() {
        ProcessEnd.end(process, STOP_SECONDS);
    }
}
