package io.float2.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that was run to its end.
 *
 * @param exitCode what it returned
 * @param output standard output and error together
 */
record ChildProcess(int exitCode, String output) {

    /** Runs a program as the given user, from the root directory: that user may not be allowed into the caller's. */
    static ChildProcess run(OsAccount account, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(account.run(command)).redirectErrorStream(true);
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // The caller's PGPORT, PGDATA and the like are not meant for this server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        if (account.switched()) {
            // What the server looks for there, certificates above all, it may not read in the caller's.
            builder.environment().put("HOME", account.home().toString());
        }
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ChildProcess(process.waitFor(), output.strip());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + command.get(0) + " was running");
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    /** The last line of the output that says something. */
    String lastLine() {
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
