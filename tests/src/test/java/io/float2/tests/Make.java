package io.float2.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.float2.server.PostgresInstallation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the extension's own tests, which make knows how to run. */
final class Make {

    private Make() {}

    /**
     * What make printed.
     *
     * @param exitCode 0 when every test passed
     * @param output standard output and error together
     */
    record Run(int exitCode, String output) {}

    /** Runs {@code make arguments…} in extension/, for the PostgreSQL that the test server is of. */
    static Run inExtension(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        String pgConfig = PostgresInstallation.find().program("pg_config");
        Path pgxs = Path.of(run(Map.of(), List.of(pgConfig, "--pgxs")).output().strip());
        assumeTrue(Files.exists(pgxs), "no " + pgxs + ": PostgreSQL's development files are not installed");
        assumeTrue(succeeds("make", "--version"), "make is not installed");
        assumeTrue(succeeds("cc", "--version"), "no C compiler is installed");
        List<String> command = new ArrayList<>(List.of(
                "make", "--no-print-directory", "-C", SampleData.home().resolve("extension").toString(), "PG_CONFIG=" + pgConfig));
        command.addAll(List.of(arguments));
        return run(environment, command);
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return run(Map.of(), List.of(command)).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Run run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The variables of a make or Maven run around this one would change what this one does.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAKE") || name.equals("MFLAGS") || name.startsWith("PG"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
