package io.float2.cli;

import io.float2.connect.ConnectionTarget;
import io.float2.connect.ReadConnections;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command's reads go, when not to the database that it writes to. Use as {@code @Mixin ReadOptions reads}. */
final class ReadOptions {

    /** How long a measurement waits for standbys to have what it has just written, when nothing is said. */
    static final Duration CATCHING_UP = Duration.ofMinutes(5);

    private static final String VARIABLE = "FLOAT2_READ_DSN";

    @Option(names = "--read-dsn", paramLabel = "DSN",
            description = "Read here and not where --dsn says, from streaming standbys for example. Several hosts take turns, as in "
                    + "postgresql://user@host1,host2:5433/database?target_session_attrs=prefer-standby; `float2 server url --read` "
                    + "prints it for the private server. Default: the environment's " + VARIABLE + ", else as --dsn says.")
    private String dsn;

    @Option(names = "--max-lag", paramLabel = "SECONDS",
            description = "With --read-dsn: wait for a standby so long to have replayed what the server of --dsn has written by then; one "
                    + "that has not is passed over, and without another one the command fails. Default: a standby's answers may be older.")
    private Double maxLag;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** What the reads of a command come from. */
    ReadConnections from(ConnectionOptions connection) {
        return from(connection, null);
    }

    /** @param otherwise how long standbys are waited for when nothing is said; null: not at all */
    ReadConnections from(ConnectionOptions connection, Duration otherwise) {
        if (maxLag != null && !(maxLag >= 0 && maxLag < Integer.MAX_VALUE)) {
            throw new ParameterException(spec.commandLine(), "--max-lag " + maxLag + " is no time in seconds from 0 on");
        }
        String given = dsn != null ? dsn : System.getenv(VARIABLE);
        boolean named = given != null && !given.isBlank();
        if (!named && maxLag != null) {
            throw new ParameterException(spec.commandLine(), "--max-lag needs --read-dsn, or " + VARIABLE + " in the environment");
        }
        Duration longest = maxLag == null ? otherwise : Duration.ofMillis(Math.round(maxLag * 1000));
        List<ConnectionTarget> servers =
                named ? ConnectionTarget.parseAll(given, dsn != null ? "--read-dsn" : VARIABLE, System.getenv()) : List.of(connection.target());
        return new ReadConnections(servers, connection.target(), named ? longest : null);
    }
}
