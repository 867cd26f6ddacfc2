package io.float2.task;

import io.float2.UserException;
import io.float2.loader.TransientFailure;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ServerWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks at a trigger record again and again while workers run it. When the server goes away, it waits for it to come back and looks
 * again: workers do the same, so the trigger record goes on. For one thread.
 */
public final class AwaitTrigger implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** Long enough for a server to restart and recover. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ConnectionSource connections;
    private final long trigger;
    private final Consumer<String> log;
    private final Duration patience;
    private Connection connection;

    /** Something that is read of the database, and may be read again. */
    @FunctionalInterface
    public interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    /**
     * @param trigger number of the trigger record, for people
     * @param log takes a line when the server goes away, and one when it is back
     */
    public AwaitTrigger(ConnectionSource connections, long trigger, Consumer<String> log) {
        this(connections, trigger, log, PATIENCE);
    }

    /** @param patience how long to wait for a server that is away */
    public AwaitTrigger(ConnectionSource connections, long trigger, Consumer<String> log, Duration patience) {
        this.connections = connections;
        this.trigger = trigger;
        this.log = log;
        this.patience = patience;
    }

    /** How far the trigger record is. */
    public TriggerStatus status() throws SQLException, InterruptedException {
        return look(open -> new Tasks(open).trigger(trigger));
    }

    /**
     * Reads something; once more, on a new connection, for as long as the server is away.
     *
     * @throws UserException when the server has not come back in time
     * @throws SQLException when it refuses what is asked
     */
    public <T> T look(Look<T> look) throws SQLException, InterruptedException {
        long away = 0;
        Backoff backoff = new Backoff();
        while (true) {
            try {
                if (connection == null) {
                    connection = connections.open();
                }
                T seen = look.at(connection);
                if (backoff.isFailing()) {
                    log.accept("the server is back");
                }
                return seen;
            } catch (SQLException e) {
                close();
                if (!TransientFailure.is(e)) {
                    throw e;
                }
                String reason = ServerWords.of(e).lines().findFirst().orElse("");
                if (!backoff.isFailing()) {
                    away = System.nanoTime();
                    log.accept("the server does not answer: " + reason + "; waiting up to " + patience.toSeconds() + " s for it");
                }
                if (System.nanoTime() - away >= patience.toNanos()) {
                    throw new UserException("the server has been away for " + patience.toSeconds() + " s: " + reason + "; workers go on with trigger "
                            + trigger + " when it is back, and `float2 task show " + trigger + "` tells how far they are", e);
                }
            }
            Thread.sleep(backoff.next().toMillis());
        }
    }

    /** Lets some time pass before the next look. */
    public void pause() throws InterruptedException {
        Thread.sleep(LOOK_EVERY.toMillis());
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It was of no use any more.
        }
        connection = null;
    }
}
