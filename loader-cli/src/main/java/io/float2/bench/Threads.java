package io.float2.bench;

import io.float2.sql.Failures;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work on several threads. */
final class Threads {

    private Threads() {}

    /** The work of one thread. */
    @FunctionalInterface
    interface Work {
        /** @param number of the thread, counted from 0 */
        void run(int number) throws Exception;
    }

    /**
     * Returns when all have ended. When one fails, or the calling thread is interrupted, the others are interrupted.
     *
     * @throws InterruptedException when the calling thread was interrupted
     */
    static void run(int count, Work work) throws SQLException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int mine = number;
                ends.add(executor.submit(() -> {
                    work.run(mine);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } finally {
            executor.shutdownNow();
        }
    }
}
