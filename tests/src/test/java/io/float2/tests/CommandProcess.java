package io.float2.tests;

import io.float2.cli.Float2Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the float2 command as a process of its own: for what depends on the environment, on signals or on the real streams. */
final class CommandProcess {

    private static final long TIMEOUT_SECONDS = 120;

    private CommandProcess() {}

    /** Runs {@code float2 args…} to its end, with these variables added to an environment free of PostgreSQL's. */
    static Cli.Result run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        Path out = Files.createTempFile("float2-out", ".txt");
        Path err = Files.createTempFile("float2-err", ".txt");
        try {
            ProcessBuilder builder = builder(environment, args);
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.redirectInput(Path.of("/dev/null").toFile());
            Process process = builder.start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("float2 " + String.join(" ", args) + " did not end in " + TIMEOUT_SECONDS + " s");
            }
            return new Cli.Result(process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static ProcessBuilder builder(Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"),
                "-Dfloat2.home=" + System.getProperty("float2.home"),
                "-Dfloat2.pgconfig=" + System.getProperty("float2.pgconfig", ""),
                Float2Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
