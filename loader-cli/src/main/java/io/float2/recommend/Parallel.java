package io.float2.recommend;

import io.float2.sql.ConnectionSource;
import io.float2.sql.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs tasks on several connections at once. */
final class Parallel {

    /** Works on a connection of its own, which is closed afterwards. */
    @FunctionalInterface
    interface Task {
        void run(Connection connection) throws SQLException;
    }

    private Parallel() {}

    /**
     * Runs all tasks, at most {@code jobs} at once. At the first failure the connections of the others are closed and the failure is
     * thrown.
     */
    static void run(ConnectionSource connections, int jobs, List<? extends Task> tasks) throws SQLException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        List<Connection> open = Collections.synchronizedList(new ArrayList<>());
        try {
            CompletionService<Void> running = new ExecutorCompletionService<>(threads);
            for (Task task : tasks) {
                running.submit(() -> {
                    try (Connection connection = connections.open()) {
                        open.add(connection);
                        task.run(connection);
                    }
                    return null;
                });
            }
            for (int i = 0; i < tasks.size(); i++) {
                running.take().get();
            }
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } finally {
            threads.shutdownNow();
            for (Connection connection : List.copyOf(open)) {
                connection.abort(Runnable::run);
            }
        }
    }
}
