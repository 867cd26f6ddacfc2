package io.float2.server;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/** Makes the data directory of a new server. */
final class FirstStart {

    private final ServerDirectory directory;
    private final OsAccount account;
    private final PostgresInstallation postgres;

    FirstStart(ServerDirectory directory, OsAccount account, PostgresInstallation postgres) {
        this.directory = directory;
        this.account = account;
        this.postgres = postgres;
    }

    /** Makes it aside and renames it once it is whole, so that an interruption leaves nothing that looks like a server. */
    void makeData(StartOptions options, Consumer<String> report) throws IOException {
        report.accept("making a PostgreSQL " + postgres.version() + " server in " + directory.path());
        directory.removeUnfinishedData();
        boolean given = options.port() != null;
        ConnectionFile connection = ConnectionFile.withNewPassword(given ? options.port() : Ports.freeFor(directory), given);
        Path passwordFile = directory.path().resolve("password.tmp");
        directory.writeSecret(account, passwordFile, connection.password() + "\n");
        try {
            ChildProcess initdb = ChildProcess.run(account, List.of(
                    postgres.program("initdb"),
                    "--pgdata=" + directory.unfinishedData(),
                    "--username=" + ConnectionFile.USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=" + locale(),
                    "--data-checksums"));
            if (!initdb.succeeded()) {
                throw new UserException("initdb failed in " + directory.path() + ":\n" + initdb.output());
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        ServerSettings.include(directory.unfinishedData());
        connection.write(directory, account);
        Files.move(directory.unfinishedData(), directory.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Sorting by code point with the classes of Unicode where the system has it, else plain bytes. */
    private String locale() throws IOException {
        ChildProcess locales = ChildProcess.run(account, List.of("locale", "-a"));
        return locales.output().lines().anyMatch(line -> line.equalsIgnoreCase("C.UTF-8") || line.equalsIgnoreCase("C.utf8"))
                ? "C.UTF-8" : "C";
    }
}
