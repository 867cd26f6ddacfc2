package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code float2 worker} as a process of its own, with a short heartbeat. */
final class WorkerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path log;

    private WorkerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param log where its words go, appended */
    static WorkerProcess start(TestDatabase database, Path log, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("worker", "--dsn", database.url(), "--heartbeat", "0.2", "--heartbeat-timeout", "2",
                "--poll", "0.1"));
        args.addAll(List.of(options));
        ProcessBuilder builder = CommandProcess.builder(Map.of(), args.toArray(String[]::new));
        // Several of them start on the same few processors.
        builder.command().addAll(1, List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
        return new WorkerProcess(builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Any signal, by its name. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    /** Waits for its end; returns the exit code. */
    int await() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the worker ends").isTrue();
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
