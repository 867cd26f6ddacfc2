package io.float2.task;

import io.float2.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program with its arguments; no shell reads them. What it is run for stands in its environment.
 *
 * <p>The program leads a process group of its own: Ctrl-C at the worker's terminal does not reach it, and a stop reaches all that it has
 * started.
 */
final class ShellRunner {

    /** The exit code of sysexits.h for what may succeed later. */
    private static final int TEMPORARY_FAILURE = 75;
    private static final int MAX_OUTPUT = 8000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_OUTPUT = Duration.ofMillis(200);

    /** The kernel ends the program together with the thread that has started it, so that a killed worker leaves none behind. */
    private static final List<String> OWN_GROUP = Files.isExecutable(Path.of("/usr/bin/setsid")) && Files.isExecutable(Path.of("/usr/bin/setpriv"))
            ? List.of("/usr/bin/setsid", "/usr/bin/setpriv", "--pdeathsig", "KILL", "--") : List.of();

    private final RunningAttempt attempt;
    private final Process process;

    private ShellRunner(RunningAttempt attempt, Process process) {
        this.attempt = attempt;
        this.process = process;
    }

    /**
     * Returns the end of the attempt.
     *
     * @throws StoppedException when it was stopped; the program and what it has started have ended
     */
    static AttemptEnd run(RunningAttempt attempt) throws StoppedException, InterruptedException {
        Claim claim = attempt.claim();
        List<String> command = new ArrayList<>(OWN_GROUP);
        command.addAll(claim.command());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
        setUp(builder.environment(), claim);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UserException(claim.command().get(0) + " cannot be started: " + e.getMessage(), e);
        }
        return new ShellRunner(attempt, process).await();
    }

    private static void setUp(Map<String, String> environment, Claim claim) {
        environment.put("FLOAT2_INSTANCE_ID", String.valueOf(claim.instanceId()));
        environment.put("FLOAT2_INSTANCE_NAME", claim.name());
        environment.put("FLOAT2_TRIGGER_ID", String.valueOf(claim.triggerId()));
        environment.put("FLOAT2_ATTEMPT", String.valueOf(claim.attempt()));
        environment.put("FLOAT2_PARAMETERS", claim.parameters().json());
    }

    private AttemptEnd await() throws StoppedException, InterruptedException {
        Tail tail = new Tail();
        Thread reader = new Thread(() -> tail.read(process.getInputStream()), "output of " + attempt.claim());
        reader.setDaemon(true);
        reader.start();
        try {
            int exitCode = process.waitFor();
            attempt.checkStopped();
            // What it has left in the background may hold the output open for ever.
            reader.join(LAST_OUTPUT.toMillis());
            return end(exitCode, tail.text());
        } catch (InterruptedException | StoppedException e) {
            kill();
            attempt.checkStopped();
            throw e;
        }
    }

    private AttemptEnd end(int exitCode, String output) {
        if (exitCode == 0) {
            return new AttemptEnd(attempt.claim(), Outcome.SUCCEEDED, null, output);
        }
        String lastLine = output.strip().lines().reduce((first, second) -> second).map(line -> ": " + line).orElse("");
        return new AttemptEnd(attempt.claim(), exitCode == TEMPORARY_FAILURE ? Outcome.TRANSIENT : Outcome.FAILED,
                attempt.claim().command().get(0) + " ended with exit code " + exitCode + lastLine, output);
    }

    /** Ends the group: at first politely, then at once. */
    private void kill() {
        boolean interrupted = Thread.interrupted();
        boolean politely = process.isAlive() && attempt.stopped() != StopReason.LOST;
        if (politely) {
            signal("TERM");
            process.destroy();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (process.isAlive() && System.nanoTime() < deadline && attempt.stopped() != StopReason.LOST) {
                try {
                    process.waitFor(100, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        signal("KILL");
        process.destroyForcibly();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** To the group, where the process leads one. */
    private void signal(String name) {
        if (OWN_GROUP.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder("/bin/kill", "-s", name, "--", "-" + process.pid())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            // The process alone is ended then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end of what a program prints. */
    private static final class Tail {

        private final byte[] ring = new byte[MAX_OUTPUT];
        private long count;

        void read(InputStream in) {
            byte[] block = new byte[4096];
            try (in) {
                for (int n = in.read(block); n >= 0; n = in.read(block)) {
                    add(block, n);
                }
            } catch (IOException e) {
                // The program was killed.
            }
        }

        private synchronized void add(byte[] block, int n) {
            for (int i = 0; i < n; i++) {
                ring[(int) (count++ % MAX_OUTPUT)] = block[i];
            }
        }

        synchronized String text() {
            if (count <= MAX_OUTPUT) {
                return new String(ring, 0, (int) count, StandardCharsets.UTF_8);
            }
            int start = (int) (count % MAX_OUTPUT);
            byte[] whole = new byte[MAX_OUTPUT];
            System.arraycopy(ring, start, whole, 0, MAX_OUTPUT - start);
            System.arraycopy(ring, 0, whole, MAX_OUTPUT - start, start);
            return "…" + new String(whole, StandardCharsets.UTF_8);
        }
    }
}
