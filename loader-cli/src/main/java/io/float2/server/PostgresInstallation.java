package io.float2.server;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's programs on this machine.
 *
 * @param programs the directory of initdb, pg_ctl and psql
 * @param shared the directory of architecture-independent files
 * @param version as in "15.18"
 */
public record PostgresInstallation(Path programs, Path shared, String version) {

    private static final String PROPERTY = "float2.pgconfig";

    /** Where distributions put versions side by side. */
    private static final List<String> VERSION_FOLDERS = List.of("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/postgresql");

    /**
     * The installation of the pg_config named by the system property {@code float2.pgconfig} or by PG_CONFIG; without them the newest
     * below /usr/lib/postgresql, else the pg_config on the PATH.
     */
    public static PostgresInstallation find() {
        String named = System.getProperty(PROPERTY, "");
        if (named.isEmpty()) {
            named = System.getenv().getOrDefault("PG_CONFIG", "");
        }
        if (!named.isEmpty()) {
            return ask(named);
        }
        return newest().map(path -> ask(path.toString())).orElseGet(() -> ask("pg_config"));
    }

    /** The number before the point. */
    int majorVersion() {
        return Integer.parseInt(version.replaceFirst("[^0-9].*", ""));
    }

    /** Whether {@code CREATE EXTENSION name} finds its control file. */
    public boolean offersExtension(String name) {
        return Files.exists(shared.resolve("extension").resolve(name + ".control"));
    }

    /** The full path of one of the programs. */
    public String program(String name) {
        Path program = programs.resolve(name);
        if (!Files.isExecutable(program)) {
            throw new UserException("PostgreSQL " + version + " has no program " + program
                    + ": install its server package, or name another installation's pg_config in PG_CONFIG");
        }
        return program.toString();
    }

    private static PostgresInstallation ask(String pgConfig) {
        OsAccount caller = new OsAccount(System.getProperty("user.name"), Path.of("/"), false);
        try {
            ChildProcess answer = ChildProcess.run(caller, List.of(pgConfig, "--bindir", "--sharedir", "--version"));
            String[] lines = answer.output().split("\n");
            if (answer.succeeded() && lines.length == 3) {
                return new PostgresInstallation(Path.of(lines[0]), Path.of(lines[1]), lines[2].split(" ")[1]);
            }
            throw new UserException(pgConfig + " does not answer as pg_config does: " + answer.lastLine());
        } catch (IOException e) {
            throw new UserException(
                    "PostgreSQL's " + pgConfig + " cannot be run: run bin/setup, or name the pg_config to use in PG_CONFIG", e);
        }
    }

    private static Optional<Path> newest() {
        Path newest = null;
        int newestVersion = -1;
        for (String folder : VERSION_FOLDERS) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(Path.of(folder), "[0-9]*")) {
                for (Path version : versions) {
                    int number = leadingNumber(version.getFileName().toString());
                    Path pgConfig = version.resolve("bin").resolve("pg_config");
                    if (number > newestVersion && Files.isExecutable(pgConfig)
                            && Files.isExecutable(pgConfig.resolveSibling("initdb"))) {
                        newest = pgConfig;
                        newestVersion = number;
                    }
                }
            } catch (IOException e) {
                // This distribution puts them elsewhere.
            }
        }
        return Optional.ofNullable(newest);
    }

    private static int leadingNumber(String text) {
        String digits = text.replaceFirst("[^0-9].*", "");
        return digits.length() > 4 ? -1 : Integer.parseInt(digits);
    }
}
