package io.float2.task;

import io.float2.sql.ConnectionSource;
import io.float2.sql.ServerWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deletes what is kept no longer, now and then, in small transactions: on a thread of its own, and a connection only for as long as it
 * looks. The server lets one worker at a time do it, once in an hour.
 */
final class Upkeep implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** Leaves the disk and the tables to the others for most of the time. */
    private static final Duration BETWEEN = Duration.ofMillis(500);

    /** For what is being deleted when the worker ends. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    /** Most instances in a transaction, which takes well below a second. */
    static final long BATCH = 2000;

    private final Worker worker;
    private final ConnectionSource connections;
    private final Thread thread = new Thread(this::run, "float2 upkeep");
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Connection connection;

    Upkeep(Worker worker, ConnectionSource connections) {
        this.worker = worker;
        this.connections = connections;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What is being deleted comes to its end, so that workers which live shortly get on with it, too. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join(LAST_WAIT.toMillis());
        Connection open = connection;
        if (thread.isAlive() && open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It is closed.
            }
        }
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            worker.log("this worker deletes no old history: " + ServerWords.of(e));
        } catch (InterruptedException e) {
            // Nobody does that.
        }
    }

    /** @throws SQLException when another try is of no use: the functions are not there, or not for this role */
    private void look() throws SQLException, InterruptedException {
        long triggers = 0;
        long workers = 0;
        try (Connection open = connections.open()) {
            connection = open;
            WorkerCalls calls = new WorkerCalls(open);
            WorkerCalls.Forgotten forgotten;
            do {
                forgotten = calls.doUpkeep(BATCH);
                triggers += forgotten.triggers();
                workers += forgotten.workers();
            } while (forgotten.isAny() && !closing.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            if (Worker.endsWorker(e)) {
                throw e;
            }
            // The worker's own connection tells people of it.
        } finally {
            connection = null;
            if (triggers + workers > 0) {
                worker.log(triggers + " old trigger records and " + workers + " old workers are deleted");
            }
        }
    }
}
