package io.float2.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Removes what failed work has left in the database. */
public final class Cleanup {

    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Somebody else's lock may never be released; what is left behind is then told instead. */
    private static final String BOUNDED_WAIT = "SET lock_timeout = '20s'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Cleanup() {}

    /**
     * Runs a statement that may be run twice, on a connection of its own, since that of the work may be the reason for the failure.
     * It is tried again for a few seconds: a server that went down is up again after a moment, if at all, and the cancelling of the
     * work may hit this statement, too.
     */
    public static void run(ConnectionSource connections, String sql) throws SQLException {
        boolean interrupted = Thread.interrupted();
        try {
            for (int attempt = 1; ; attempt++) {
                try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
                    statement.execute(BOUNDED_WAIT);
                    statement.execute(sql);
                    return;
                } catch (SQLException e) {
                    if (attempt == ATTEMPTS || LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                        throw e;
                    }
                }
                interrupted |= pause();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether it was interrupted: tidying up is what an interrupt asks for, so it goes on. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
