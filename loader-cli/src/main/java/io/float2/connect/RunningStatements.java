package io.float2.connect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/**
 * Cancels what is still running on the server when the process is told to end, so that Ctrl-C ends an index build there too, and
 * not only its onlooker here. A connection that is closed or idle is left alone.
 */
final class RunningStatements {

    private static final Set<Connection> OPEN = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(RunningStatements::cancelAll, "cancel statements"));
        } catch (IllegalStateException e) {
            // The process is ending already: what is opened now is for tidying up and must not be cancelled.
        }
    }

    private RunningStatements() {}

    static void watch(Connection connection) {
        OPEN.add(connection);
    }

    private static void cancelAll() {
        List<Connection> connections;
        synchronized (OPEN) {
            connections = List.copyOf(OPEN);
        }
        for (Connection connection : connections) {
            try {
                if (!connection.isClosed()) {
                    connection.unwrap(PGConnection.class).cancelQuery();
                }
            } catch (SQLException e) {
                // The server is gone, and its statements with it.
            }
        }
    }
}
