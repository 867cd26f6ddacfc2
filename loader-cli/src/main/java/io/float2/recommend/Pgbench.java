package io.float2.recommend;

import io.float2.UserException;
import io.float2.connect.ConnectionTarget;
import io.float2.server.PostgresInstallation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** PostgreSQL's pgbench, run on a database, or on several servers of the same data at once. */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("^tps = ([0-9.]+)", Pattern.MULTILINE);
    /** In a line of pgbench's log of transactions: the microseconds it took. */
    private static final int TIME_FIELD = 2;

    private final List<ConnectionTarget> targets;
    private final Path directory;

    /** @param directory for scripts and logs; it belongs to the caller */
    Pgbench(List<ConnectionTarget> targets, Path directory) {
        this.targets = targets;
        this.directory = directory;
    }

    /**
     * Runs a script again and again.
     *
     * @param name of the run's files
     * @param clients shared out among the servers; one at least for each
     * @param variables pgbench's {@code -D}
     */
    ScriptRun run(String name, String script, int clients, int seconds, Map<String, Long> variables)
            throws IOException, InterruptedException {
        Path file = directory.resolve(name + ".sql");
        Files.writeString(file, script);
        List<Process> processes = new ArrayList<>();
        try {
            int servers = targets.size();
            for (int i = 0; i < servers; i++) {
                int share = Math.max(1, clients * (i + 1) / servers - clients * i / servers);
                processes.add(start(targets.get(i), file, directory.resolve(name + "-" + i), share, seconds, variables));
            }
            double perSecond = 0;
            for (Process process : processes) {
                perSecond += rate(process);
            }
            return ScriptRun.of(perSecond, times(name));
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private static Process start(ConnectionTarget target, Path file, Path log, int clients, int seconds, Map<String, Long> variables)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(PostgresInstallation.find().program("pgbench"),
                "--no-vacuum", "--protocol=prepared", "--file=" + file, "--client=" + clients,
                "--jobs=" + Math.min(clients, Runtime.getRuntime().availableProcessors()), "--time=" + seconds,
                "--log", "--log-prefix=" + log));
        variables.forEach((variable, value) -> command.add("--define=" + variable + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        setUp(builder.environment(), target);
        return builder.start();
    }

    /** Waits for the end; what pgbench says fits into the pipe until somebody reads it. */
    private static double rate(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher rate = RATE.matcher(output);
        if (process.exitValue() != 0 || !rate.find()) {
            throw new UserException("pgbench failed: " + output.strip().replaceFirst("(?s).*\n", ""));
        }
        return Double.parseDouble(rate.group(1));
    }

    private static void setUp(Map<String, String> environment, ConnectionTarget target) {
        environment.keySet().removeIf(variable -> variable.startsWith("PG"));
        environment.put("PGHOST", target.host());
        environment.put("PGPORT", String.valueOf(target.port()));
        environment.put("PGDATABASE", target.database());
        environment.put("PGUSER", target.user());
        environment.put("PGOPTIONS", "-c search_path=" + ReferenceStatement.SEARCH_PATH);
        if (target.password() != null) {
            environment.put("PGPASSWORD", target.password());
        }
        if (target.settings().containsKey("sslmode")) {
            environment.put("PGSSLMODE", target.settings().get("sslmode"));
        }
    }

    /** Reads and removes the logs: seconds of each transaction, in no order. */
    private double[] times(String name) throws IOException {
        DoubleStream.Builder seconds = DoubleStream.builder();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, name + "-*")) {
            for (Path log : logs) {
                for (String line : Files.readAllLines(log)) {
                    seconds.add(Long.parseLong(line.split(" ")[TIME_FIELD]) / 1e6);
                }
                Files.delete(log);
            }
        }
        return seconds.build().toArray();
    }
}
