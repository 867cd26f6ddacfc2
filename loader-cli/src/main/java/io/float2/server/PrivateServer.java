package io.float2.server;

import io.float2.UserException;
import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A private PostgreSQL server. It goes on running when the process that started it ends.
 *
 * <p>Starting and stopping hold a lock in the directory, so that two processes that start the same server get the same one.
 */
public final class PrivateServer {

    private static final long TIMEOUT_SECONDS = 120;
    private static final int PORT_ATTEMPTS = 3;

    private final ServerDirectory directory;

    private PrivateServer(ServerDirectory directory) {
        this.directory = directory;
    }

    /** The server in the given directory, which need not exist yet. */
    public static PrivateServer at(ServerDirectory directory) {
        return new PrivateServer(directory);
    }

    /** The directory it lives in. */
    public ServerDirectory directory() {
        return directory;
    }

    /**
     * Starts the server, making it first where there is none; one that runs already is left alone. Then its replicas, in the same way.
     *
     * @param report told in one line each what is being done
     * @return where to connect: the superuser and the database that has the extension
     * @throws UserException when it does not start; nothing is left running then
     */
    @SuppressWarnings("try") // the lock is held, not used
    public ConnectionTarget start(StartOptions options, Consumer<String> report) throws IOException, SQLException {
        OsAccount account = OsAccount.forServerIn(directory);
        PostgresInstallation postgres = PostgresInstallation.find();
        if (!postgres.offersExtension(OwnDatabase.EXTENSION)) {
            throw new UserException("PostgreSQL " + postgres.version() + " (" + postgres.programs()
                    + ") has no extension float2 installed: run bin/setup");
        }
        if (Replicas.isStandby(directory)) {
            throw new UserException(directory.path() + " holds a replica: it starts with its primary, by `float2 server start --dir "
                    + directory.path().getParent() + "`");
        }
        directory.claim(account);
        try (FileChannel lock = directory.lock(account)) {
            Optional<PostmasterFile> running = awaitReady();
            if (running.isPresent()) {
                ConnectionTarget target = alreadyRunning(running.get(), options);
                // The start before may have been cut short after the server came up.
                OwnDatabase.ensure(target, report);
                new Replicas(directory, account, postgres, report).bring(target, options.replicas());
                return target;
            }
            if (options.port() != null) {
                requireFree(options.port());
            }
            if (!directory.holdsServer()) {
                new FirstStart(directory, account, postgres).makeData(options, report);
            }
            checkVersion(postgres);
            report.accept("starting PostgreSQL " + postgres.version() + " in " + directory.path() + " as the user " + account.name());
            Optional<PrivateJava> java = PrivateJava.at(directory, account, postgres, report);
            ConnectionTarget target = launch(account, postgres, withJava(options, java));
            try {
                OwnDatabase.ensure(target, report);
                if (java.isPresent()) {
                    java.get().complete(target, report);
                }
            } catch (SQLException | RuntimeException e) {
                stopNow(account, postgres);
                throw e;
            }
            report.accept("the server listens on " + target.address());
            new Replicas(directory, account, postgres, report).bring(target, options.replicas());
            return target;
        }
    }

    /** Stops the server, ending its sessions, and then its replicas, which have all that it has by then. Returns whether it was running. */
    public boolean stop() throws IOException {
        boolean wasRunning = stopAlone();
        for (ServerDirectory replica : Replicas.of(directory).values()) {
            at(replica).stopAlone();
        }
        return wasRunning;
    }

    @SuppressWarnings("try")
    private boolean stopAlone() throws IOException {
        if (!Files.isDirectory(directory.data())) {
            return false;
        }
        OsAccount account = OsAccount.forServerIn(directory);
        try (FileChannel lock = directory.lock(account)) {
            if (PostmasterFile.read(directory.data()).isEmpty()) {
                return false;
            }
            ChildProcess stop = pgCtl(account, PostgresInstallation.find(), "-m", "fast", "stop");
            if (!stop.succeeded()) {
                throw new UserException("the server in " + directory.path() + " did not stop: " + stop.lastLine());
            }
            return true;
        }
    }

    /** Where to connect, or empty when the server does not run or is still starting. Cheap: reads two small files. */
    public Optional<ConnectionTarget> running() {
        return PostmasterFile.read(directory.data())
                .filter(PostmasterFile::ready)
                .map(file -> ConnectionFile.read(directory.connectionFile()).target());
    }

    /** Where to connect to the replicas that run, which only read. */
    public List<ConnectionTarget> runningReplicas() {
        return Replicas.of(directory).values().stream().flatMap(replica -> at(replica).running().stream()).toList();
    }

    /** How the server is now. */
    public ServerStatus status() throws IOException, SQLException {
        if (!directory.holdsServer()) {
            return new ServerStatus(false, directory.path(), null, 0, 0, null, 0, List.of());
        }
        ConnectionFile connection = ConnectionFile.read(directory.connectionFile());
        Optional<PostmasterFile> file = PostmasterFile.read(directory.data()).filter(PostmasterFile::ready);
        if (file.isEmpty()) {
            return new ServerStatus(
                    false, directory.path(), dataVersion(), connection.port(), 0, null, directory.size(),
                    Replicas.status(directory, null));
        }
        return new ServerStatus(true, directory.path(), OwnDatabase.serverVersion(connection.target()), connection.port(),
                file.get().pid(), file.get().startedAt(), directory.size(), Replicas.status(directory, connection.target()));
    }

    /** The running server; one that is still starting, perhaps after a crash, is waited for. Empty when there is none. */
    private Optional<PostmasterFile> awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            Optional<PostmasterFile> file = PostmasterFile.read(directory.data());
            if (file.isEmpty() || file.get().ready()) {
                return file;
            }
            if (System.nanoTime() > deadline) {
                throw new UserException("the server in " + directory.path() + " (process " + file.get().pid()
                        + ") has not become ready in " + TIMEOUT_SECONDS + " s; its log is " + directory.log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private ConnectionTarget alreadyRunning(PostmasterFile running, StartOptions options) {
        if (options.port() != null && options.port() != running.port()) {
            throw new UserException("the server in " + directory.path() + " runs already, at port " + running.port()
                    + ": stop it first to give it another one");
        }
        return ConnectionFile.read(directory.connectionFile()).target();
    }

    /** The caller's settings go before PL/Java's. */
    private static StartOptions withJava(StartOptions options, Optional<PrivateJava> java) throws IOException {
        if (java.isEmpty()) {
            return options;
        }
        Map<String, String> settings = new LinkedHashMap<>(java.get().settings());
        settings.putAll(options.settings());
        return new StartOptions(options.port(), settings, options.replicas());
    }

    /** Starts the server on data that are there. */
    ConnectionTarget launch(OsAccount account, PostgresInstallation postgres, StartOptions options) throws IOException {
        for (int attempt = 1; ; attempt++) {
            ConnectionFile connection = choosePort(account, options);
            ServerSettings.write(directory, account, connection.port(), options.settings());
            long logBefore = ServerLog.rotate(directory.log());
            ChildProcess start = pgCtl(account, postgres, "-l", directory.log().toString(), "start");
            if (start.succeeded()) {
                return connection.target();
            }
            stopNow(account, postgres);
            boolean portWasTaken = !connection.portWasGiven() && !Ports.isFree(connection.port());
            if (!portWasTaken || attempt == PORT_ATTEMPTS) {
                throw new UserException("the server in " + directory.path() + " did not start; its log " + directory.log()
                        + " ends with:" + ServerLog.tail(directory.log(), logBefore, start.output()));
            }
        }
    }

    private ConnectionFile choosePort(OsAccount account, StartOptions options) throws IOException {
        ConnectionFile before = ConnectionFile.read(directory.connectionFile());
        ConnectionFile now = before;
        if (options.port() != null) {
            now = before.withPort(options.port(), true);
        } else if (!before.portWasGiven() && !Ports.isFree(before.port())) {
            now = before.withPort(Ports.freeFor(directory), false);
        }
        requireFree(now.port());
        if (!now.equals(before)) {
            now.write(directory, account);
        }
        return now;
    }

    private static void requireFree(int port) {
        if (!Ports.isFree(port)) {
            throw new UserException("the port " + port + " is in use by another program: choose another one with --port");
        }
    }

    private void stopNow(OsAccount account, PostgresInstallation postgres) throws IOException {
        if (PostmasterFile.read(directory.data()).isPresent()) {
            pgCtl(account, postgres, "-m", "immediate", "stop");
        }
    }

    private ChildProcess pgCtl(OsAccount account, PostgresInstallation postgres, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                postgres.program("pg_ctl"), "-D", directory.data().toString(), "-s", "-w", "-t", String.valueOf(TIMEOUT_SECONDS)));
        command.addAll(List.of(arguments));
        return ChildProcess.run(account, command);
    }

    private void checkVersion(PostgresInstallation postgres) throws IOException {
        if (!dataVersion().equals(String.valueOf(postgres.majorVersion()))) {
            throw new UserException("the data in " + directory.path() + " are PostgreSQL " + dataVersion() + "'s, but "
                    + postgres.programs() + " is version " + postgres.version()
                    + ": name the right pg_config in PG_CONFIG, or choose another --dir");
        }
    }

    private String dataVersion() throws IOException {
        return Files.readString(directory.data().resolve("PG_VERSION")).strip();
    }
}
