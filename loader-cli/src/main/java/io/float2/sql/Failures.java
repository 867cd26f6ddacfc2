package io.float2.sql;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

/** What work on another thread ended with. */
public final class Failures {

    private Failures() {}

    /**
     * The failure as the waiting thread is to throw it.
     *
     * @return a failure of the server or of the connection; any other is thrown at once
     */
    public static SQLException of(ExecutionException end) throws InterruptedException {
        Throwable failure = end.getCause();
        if (failure instanceof SQLException sql) {
            return sql;
        }
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(failure);
    }
}
