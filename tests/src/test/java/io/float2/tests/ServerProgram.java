package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import io.float2.server.PostgresInstallation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's own programs, run as a test needs them. */
final class ServerProgram {

    private ServerProgram() {}

    /** Runs a client program against a database to its end; returns what it printed. Fails the test unless it returns 0. */
    static String client(ConnectionTarget target, String program, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(commandLine(program, arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("PGHOST", target.host());
        builder.environment().put("PGPORT", String.valueOf(target.port()));
        builder.environment().put("PGDATABASE", target.database());
        builder.environment().put("PGUSER", target.user());
        builder.environment().put("PGPASSWORD", target.password());
        return finish(builder, program);
    }

    /** Runs a program as the owner of a directory, which a server must be run as; root is nobody to run a server. */
    static String asOwnerOf(Path directory, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        String owner = Files.getOwner(directory).getName();
        if (!owner.equals(System.getProperty("user.name"))) {
            command.addAll(List.of("runuser", "-u", owner, "--"));
        }
        command.addAll(commandLine(program, arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return finish(builder, program);
    }

    private static List<String> commandLine(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(PostgresInstallation.find().program(program));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String finish(ProcessBuilder builder, String program) throws IOException, InterruptedException {
        Path output = Files.createTempFile("float2-" + program, ".txt");
        try {
            // A file, not a pipe: a server that is started keeps its standard output open.
            Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile()).start();
            int exitCode = process.waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(exitCode).as("%s printed: %s", program, text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
