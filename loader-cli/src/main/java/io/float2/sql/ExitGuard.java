package io.float2.sql;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives a job the time to tidy up when the process is told to end (Ctrl-C, SIGTERM): the thread that holds the guard is
 * interrupted, and the process waits until that thread closes the guard.
 *
 * <p>For work that would otherwise leave something behind; close it in a {@code finally}.
 */
public final class ExitGuard {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Thread holder = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interruptAndWait, "float2 tidy up");

    private ExitGuard() {}

    /** Guards the calling thread. */
    public static ExitGuard hold() {
        ExitGuard guard = new ExitGuard();
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    /** The work is over, well or not: the process may end. */
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is running and has just been let go.
        }
    }

    private void interruptAndWait() {
        holder.interrupt();
        try {
            closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
