package io.float2.cli;

import io.float2.connect.ConnectionTarget;
import io.float2.server.PrivateServer;
import io.float2.server.ServerDirectory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which database a command works on. Use as {@code @Mixin ConnectionOptions connection}.
 *
 * <p>In this order: {@code --dsn}; the environment as psql reads it; the private server of the default directory when it runs;
 * psql's defaults (localhost, port 5432).
 */
final class ConnectionOptions {

    @Option(names = "--dsn", paramLabel = "DSN",
            description = "Database to connect to: postgresql://user@host:port/database, a jdbc:postgresql: URL, or "
                    + "\"host=… port=… dbname=… user=…\". Without it: PGHOST, PGPORT, PGDATABASE, PGUSER, PGSSLMODE; else the running "
                    + "private server (see `float2 server`). Passwords come from PGPASSWORD or ~/.pgpass.")
    private String dsn;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private ConnectionTarget target;

    /**
     * Opens a connection in autocommit mode; the caller closes it. May be called often and from several threads.
     *
     * @throws io.float2.connect.ConnectFailure when the server cannot be reached; its message is a whole sentence
     */
    Connection open() throws SQLException {
        return target().open();
    }

    /** The database that is meant. Engines take {@code target()::open} as their source of connections. */
    synchronized ConnectionTarget target() {
        if (target == null) {
            target = choose(System.getenv());
        }
        return target;
    }

    /**
     * The database that is meant, when it may only be one that was named or a private server.
     *
     * @throws UserException when neither is there; the sentence says how to start the server
     */
    ConnectionTarget targetOrServer(ServerDirectoryOption directory) {
        if (dsn != null || (!directory.isGiven() && environmentNamesServer(System.getenv()))) {
            return target();
        }
        return directory.server().running().orElseThrow(directory::notRunning);
    }

    private ConnectionTarget choose(Map<String, String> environment) {
        if (dsn != null) {
            return ConnectionTarget.parse(dsn, environment);
        }
        if (!environmentNamesServer(environment)) {
            Optional<ConnectionTarget> own = PrivateServer.at(ServerDirectory.byDefault()).running();
            if (own.isPresent()) {
                if (Float2Command.of(spec).verbose()) {
                    spec.commandLine().getErr().println("using the private server at " + own.get());
                }
                return own.get();
            }
        }
        return ConnectionTarget.fromEnvironment(environment);
    }

    private static boolean environmentNamesServer(Map<String, String> environment) {
        return Stream.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER").anyMatch(environment::containsKey);
    }
}
