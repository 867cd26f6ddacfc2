package io.float2.cli;

import io.float2.connect.ConnectionTarget;
import io.float2.server.PostgresInstallation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code float2 psql}: a shell on the database. */
@Command(
        name = "psql",
        description = "Open psql on the database, by default that of the running private server.",
        footer = {
            "",
            "Options that float2 does not know go to psql, as does all after --.",
            "",
            "Examples:",
            "  float2 psql",
            "  float2 psql -c 'SELECT float2_kernel_info()'"
        })
final class PsqlCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ServerDirectoryOption directory;

    @Parameters(paramLabel = "ARG", arity = "0..*", description = "Arguments for psql.")
    private List<String> arguments = new ArrayList<>();

    @Override
    @SuppressWarnings("try") // the guard is held, not used
    public Integer call() throws IOException, InterruptedException {
        ConnectionTarget target = connection.targetOrServer(directory);
        List<String> command = new ArrayList<>();
        command.add(PostgresInstallation.find().program("psql"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        putInto(builder.environment(), target);
        // Ctrl-C is psql's: it cancels the statement there and must not end this process under it.
        try (IgnoredInterrupt ignored = IgnoredInterrupt.begin()) {
            return builder.start().waitFor();
        }
    }

    /** By the environment, because a command line can be read by everyone on the machine. */
    private static void putInto(Map<String, String> environment, ConnectionTarget target) {
        environment.put("PGHOST", target.host());
        environment.put("PGPORT", String.valueOf(target.port()));
        environment.put("PGDATABASE", target.database());
        environment.put("PGUSER", target.user());
        environment.putIfAbsent("PGAPPNAME", "float2 psql");
        if (target.password() != null) {
            environment.put("PGPASSWORD", target.password());
        }
        target.settings().forEach((name, value) -> {
            switch (name) {
                case "sslmode", "sslrootcert", "sslcert", "sslkey", "options", "passfile" ->
                    environment.put("PG" + name.toUpperCase(Locale.ROOT), value);
                case "connect_timeout" -> environment.put("PGCONNECT_TIMEOUT", value);
                default -> { }
            }
        });
    }
}
