package io.float2.loader;

import io.float2.progress.Progress;
import java.sql.SQLException;
import java.util.Locale;

/** Tries work again that a failure has ended which may pass. */
final class Retries {

    /** Work that may be run again after it has failed. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws SQLException, InterruptedException;
    }

    private Retries() {}

    /**
     * Runs work until it succeeds, with growing pauses, each of which is told.
     *
     * @param most how often it is tried again
     * @throws SQLException of the last attempt, or the first one that no other attempt can mend
     */
    static <T> T run(int most, Progress progress, Call<T> work) throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (SQLException e) {
                if (!TransientFailure.is(e) || attempt > most) {
                    throw e;
                }
                pause(attempt, most, "", e, progress);
            }
        }
    }

    /**
     * Waits before the next attempt, and says so.
     *
     * @param attempt that has failed, counted from 1
     * @param what has failed, to begin the sentence with
     */
    static void pause(int attempt, int most, String what, SQLException failure, Progress progress) throws InterruptedException {
        long pause = TransientFailure.pause(attempt);
        progress.note(String.format(Locale.ROOT, "%s%s; trying again in %.1f s (attempt %d of %d)", what,
                String.valueOf(failure.getMessage()).lines().findFirst().orElse(""), pause / 1000.0, attempt + 1, most + 1));
        Thread.sleep(pause);
    }
}
