package io.float2.server;

import io.float2.connect.ConnectionTarget;
import io.float2.pljava.ClassArchive;
import io.float2.pljava.InstalledJar;
import io.float2.pljava.PljavaSettings;
import io.float2.pljava.ServerFiles;
import io.float2.pljava.ServerJava;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * PL/Java in a private server, where PostgreSQL has it. What Java reads lies in the server's own directory: the user that the server
 * runs as may be kept out of ours.
 *
 * <p>Nothing here keeps the server from starting; what does not work is reported.
 */
final class PrivateJava {

    private static final String EXTENSION = "float2_java";

    private final Path directory;
    private final OsAccount account;
    private final ServerJava java;
    private final ServerFiles files;

    private PrivateJava(Path directory, OsAccount account, ServerJava java, ServerFiles files) {
        this.directory = directory;
        this.account = account;
        this.java = java;
        this.files = files;
    }

    /** Brings the files up to date; empty when the PostgreSQL has no PL/Java or something of ours is missing, which is reported. */
    static Optional<PrivateJava> at(
            ServerDirectory server, OsAccount account, PostgresInstallation postgres, Consumer<String> report) throws IOException {
        if (!postgres.offersExtension("pljava") || !postgres.offersExtension(EXTENSION)) {
            return Optional.empty();
        }
        Optional<Path> jar = InstalledJar.find(postgres.shared());
        Path kernel = kernelLibrary(account, postgres);
        if (jar.isEmpty() || !Files.isRegularFile(kernel)) {
            report.accept("PL/Java is not set up: " + (jar.isEmpty() ? ServerFiles.JAR_NAME : kernel) + " is missing; run bin/setup");
            return Optional.empty();
        }
        Optional<ServerJava> java = ServerJava.find(file -> mayRead(account, file));
        if (java.isEmpty()) {
            report.accept("PL/Java is not set up: there is no Java " + ServerJava.OLDEST + " or newer that the user \""
                    + account.name() + "\" may read; name the home of one in " + ServerJava.ENVIRONMENT);
            return Optional.empty();
        }
        Path directory = server.path().resolve("java");
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory);
            account.own(directory);
        }
        ServerFiles files = new ServerFiles(
                directory.resolve(ServerFiles.JAR_NAME), kernel, directory.resolve(ServerFiles.POLICY_NAME));
        PrivateJava result = new PrivateJava(directory, account, java.get(), files);
        result.copy(jar.get());
        result.writePolicy();
        return Optional.of(result);
    }

    /** The server's settings. */
    Map<String, String> settings() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(plainSettings().startingFrom(archive()));
        // No thread but a session's own enters the server, so the lock that would keep others out is not needed.
        settings.put("pljava.java_thread_pg_entry", "throw");
        return settings;
    }

    /** Adds the functions to the server's own database and makes the archive, where they are missing; the server runs. */
    void complete(ConnectionTarget target, Consumer<String> report) throws IOException {
        try {
            try (Connection connection = target.open(); Statement statement = connection.createStatement()) {
                statement.execute("SET client_min_messages = warning");
                statement.execute("CREATE EXTENSION IF NOT EXISTS " + EXTENSION + " CASCADE");
            }
            if (!Files.exists(archive())) {
                report.accept("preparing a quick start of Java " + java.version() + " in the server");
                makeArchive(target.open());
            }
        } catch (SQLException e) {
            report.accept("PL/Java does not work on Java " + java.version() + " (" + java.home() + "): " + e.getMessage());
        }
    }

    private void makeArchive(Connection session) throws SQLException, IOException {
        Path unfinished = directory.resolve("unfinished.jsa");
        Files.deleteIfExists(unfinished);
        if (ClassArchive.make(session, plainSettings().archivingTo(unfinished)) && Files.exists(unfinished)) {
            removeOldArchives();
            Files.move(unfinished, archive(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private PljavaSettings plainSettings() {
        return new PljavaSettings(java, files, Map.of());
    }

    private Path archive() throws IOException {
        return directory.resolve(ClassArchive.fileName(java, files.jar()));
    }

    private void removeOldArchives() throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "float2_java-*.jsa")) {
            for (Path archive : old) {
                Files.delete(archive);
            }
        }
    }

    /** A running session may have the old one open, so that is replaced, never written to. */
    private void copy(Path jar) throws IOException {
        if (Files.exists(files.jar()) && Files.mismatch(jar, files.jar()) == -1) {
            return;
        }
        Path copy = Files.copy(jar, directory.resolve(ServerFiles.JAR_NAME + ".tmp"), StandardCopyOption.REPLACE_EXISTING);
        account.own(copy);
        Files.move(copy, files.jar(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writePolicy() throws IOException {
        Files.writeString(files.policy(), InstalledJar.policyFor(directory));
        account.own(files.policy());
    }

    private static Path kernelLibrary(OsAccount account, PostgresInstallation postgres) throws IOException {
        String libraries = ChildProcess.run(account, List.of(postgres.program("pg_config"), "--pkglibdir")).lastLine();
        return Path.of(libraries).resolve(System.mapLibraryName("float2kernel"));
    }

    private static boolean mayRead(OsAccount account, Path file) {
        try {
            return ChildProcess.run(account, List.of("test", "-r", file.toString())).succeeded();
        } catch (IOException e) {
            return false;
        }
    }
}
