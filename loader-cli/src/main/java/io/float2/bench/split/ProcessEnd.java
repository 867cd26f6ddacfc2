package io.float2.bench.split;

import java.util.concurrent.TimeUnit;

/** Ends a process that this one has started. */
final class ProcessEnd {

    private ProcessEnd() {}

    /** Asks a process to end, and ends it when it has not in so many seconds. */
    static void end(Process process, int seconds) {
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
