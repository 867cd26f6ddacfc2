package io.float2.task;

import io.float2.sql.ConnectionSource;
import io.float2.sql.ServerWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells the database that the worker is alive, hears from it what is ready and what is to stop, takes over from lost workers, and
 * triggers what is due: on a thread and a connection of its own, so that no lock and no long work delays it.
 *
 * <p>When the database has not answered for most of the time-out, others may take the worker for lost a moment later; a watchdog then
 * ends what runs here, before it can run twice at once.
 */
final class Heart implements AutoCloseable {

    private static final double SAFE_PART = 0.8;

    private final Worker worker;
    private final ConnectionSource connections;
    private final WorkerSettings settings;
    private final Backoff backoff = new Backoff();
    private final Thread beats = new Thread(this::beat, "float2 heartbeat");
    private final Thread watchdog = new Thread(this::watch, "float2 watchdog");

    private volatile boolean closed;
    private volatile long heardAt = System.nanoTime();
    private volatile Connection connection;
    private long nextBeat = System.nanoTime();
    private long nextTick = System.nanoTime();
    private String told;

    Heart(Worker worker, ConnectionSource connections, WorkerSettings settings) {
        this.worker = worker;
        this.connections = connections;
        this.settings = settings;
        beats.setDaemon(true);
        watchdog.setDaemon(true);
    }

    void start() {
        beats.start();
        watchdog.start();
    }

    /** The worker is as good as new. */
    void reset() {
        heardAt = System.nanoTime();
    }

    @Override
    public void close() {
        closed = true;
        beats.interrupt();
        watchdog.interrupt();
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It is closed.
            }
        }
    }

    private void beat() {
        while (!closed) {
            try {
                ensureOpen();
                listen();
                if (System.nanoTime() >= nextBeat) {
                    beatOnce();
                }
                if (System.nanoTime() >= nextTick) {
                    Clock.tick(connection).forEach(worker::log);
                    nextTick = System.nanoTime() + settings.poll().toNanos();
                }
                backoff.reset();
            } catch (SQLException e) {
                tellOnce(e);
                pauseAfterFailure();
            } catch (RuntimeException e) {
                worker.log("the heartbeat has failed, which was not expected, and is tried again: " + e);
                pauseAfterFailure();
            }
        }
    }

    /** That the database is away, the worker's own connection tells people. */
    private void tellOnce(SQLException e) {
        String words = ServerWords.of(e);
        if (Worker.endsWorker(e) && !words.equals(told)) {
            told = words;
            worker.log("what goes with the heartbeat is refused, and tried again: " + words);
        }
    }

    private void listen() throws SQLException {
        long wait = Math.max(1, Math.min(settings.poll().toMillis(), (nextBeat - System.nanoTime()) / 1_000_000));
        PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications((int) wait);
        if (heard == null) {
            return;
        }
        for (PGNotification notification : heard) {
            if (notification.getParameter().equals("stop")) {
                nextBeat = System.nanoTime();
            } else {
                worker.wake();
            }
        }
    }

    private void beatOnce() throws SQLException {
        long begun = System.nanoTime();
        long id = worker.id();
        if (id != 0) {
            List<RunningAttempt> running = new ArrayList<>();
            worker.running().forEach(running::add);
            WorkerCalls calls = new WorkerCalls(connection);
            try {
                List<Held> held = calls.heartbeat(id, running);
                // Counted from when it was sent: the server's clock cannot have started later.
                heardAt = begun;
                stop(running, held);
                worker.held(id, held);
            } catch (WorkerLostException e) {
                worker.lost(id);
            }
            long lost = calls.takeOver();
            if (lost > 0) {
                worker.log(lost + (lost == 1 ? " worker was" : " workers were") + " lost; what it ran is ready again");
            }
        }
        nextBeat = begun + settings.heartbeat().toNanos();
    }

    private static void stop(List<RunningAttempt> running, List<Held> held) {
        for (Held one : held) {
            if (one.stop()) {
                running.stream().filter(attempt -> attempt.instanceId() == one.instanceId() && attempt.attempt() == one.attempt())
                        .forEach(attempt -> attempt.stop(StopReason.ASKED));
            }
        }
    }

    private void watch() {
        long patience = (long) (settings.heartbeatTimeout().toNanos() * SAFE_PART);
        try {
            while (!closed) {
                Thread.sleep(Math.max(10, Math.min(1000, settings.heartbeat().toMillis() / 2)));
                if (System.nanoTime() - heardAt > patience && worker.running().iterator().hasNext()) {
                    worker.log("the database has not answered for too long: what runs here is ended, others may have begun it");
                    worker.abandon();
                    heardAt = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            // The worker has ended.
        }
    }

    private void ensureOpen() throws SQLException {
        if (connection == null) {
            Connection opened = connections.open();
            opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            opened.setNetworkTimeout(Runnable::run, (int) settings.heartbeatTimeout().toMillis());
            try (Statement statement = opened.createStatement()) {
                statement.execute("LISTEN image_library");
            }
            connection = opened;
            // What was said meanwhile was not heard.
            nextBeat = System.nanoTime();
            worker.wake();
        }
    }

    private void pauseAfterFailure() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It was of no use any more.
        }
        connection = null;
        try {
            Thread.sleep(backoff.next().toMillis());
        } catch (InterruptedException e) {
            // Closed, or nothing that matters.
        }
    }
}
