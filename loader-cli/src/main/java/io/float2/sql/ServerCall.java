package io.float2.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;

/**
 * Runs a call that may take long on a thread of its own, so that the waiting thread can look at its progress, and so that an
 * interrupt of the waiting thread cancels the statement on the server instead of leaving it behind.
 */
public final class ServerCall {

    /** A cancel request that arrives between two statements is lost, so it is repeated. */
    private static final Duration CANCEL_AGAIN = Duration.ofSeconds(1);

    private ServerCall() {}

    /** What is called. */
    @FunctionalInterface
    public interface Body<T> {
        T call() throws SQLException;
    }

    /** Looks at the progress of a call. */
    @FunctionalInterface
    public interface Watch {
        void look() throws SQLException;
    }

    /** Runs {@code body}, which uses {@code connection} alone. */
    public static <T> T run(Connection connection, Body<T> body) throws SQLException, InterruptedException {
        return run(connection, body, Duration.ofDays(1), () -> {});
    }

    /**
     * Runs {@code body}, which uses {@code connection} alone, and calls {@code watch} at every interval meanwhile.
     *
     * @throws InterruptedException when the calling thread was interrupted; the call has then been cancelled and has ended
     */
    public static <T> T run(Connection connection, Body<T> body, Duration interval, Watch watch)
            throws SQLException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(body::call);
        Thread thread = new Thread(task, "float2 server call");
        thread.setDaemon(true);
        thread.start();
        try {
            while (true) {
                try {
                    return task.get(interval.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    watch.look();
                }
            }
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } finally {
            if (!task.isDone()) {
                cancel(connection, thread);
            }
        }
    }

    private static void cancel(Connection connection, Thread thread) throws SQLException {
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive() && !connection.isClosed()) {
            connection.unwrap(PGConnection.class).cancelQuery();
            try {
                thread.join(CANCEL_AGAIN.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
