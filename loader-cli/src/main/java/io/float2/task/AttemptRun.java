package io.float2.task;

import io.float2.UserException;
import io.float2.loader.TransientFailure;
import java.sql.SQLException;

/** Runs an attempt to its end, whatever happens in it, and says how it ended. */
final class AttemptRun {

    private final Actions actions;

    AttemptRun(Actions actions) {
        this.actions = actions;
    }

    /** Returns the end; it was taken down already when {@code finished} of the result says so. */
    Result run(RunningAttempt attempt) {
        Claim claim = attempt.claim();
        attempt.runsIn(Thread.currentThread());
        try {
            return switch (claim.kind()) {
                case SQL -> new Result(SqlRunner.run(attempt), true);
                case SHELL -> new Result(ShellRunner.run(attempt), false);
                case JAVA -> {
                    actions.find(claim.command().get(0)).run(attempt);
                    yield new Result(new AttemptEnd(claim, Outcome.SUCCEEDED, null, null), false);
                }
            };
        } catch (Throwable failure) {
            return new Result(end(attempt, failure), false);
        } finally {
            attempt.runsIn(null);
            // The thread is used again.
            Thread.interrupted();
            attempt.closeConnections();
        }
    }

    private static AttemptEnd end(RunningAttempt attempt, Throwable failure) {
        StopReason reason = attempt.stopped();
        if (reason != null) {
            return new AttemptEnd(attempt.claim(), reason.outcome(), null, null);
        }
        boolean passing = failure instanceof TransientActionException || sql(failure) != null && TransientFailure.is(sql(failure));
        return new AttemptEnd(attempt.claim(), passing ? Outcome.TRANSIENT : Outcome.FAILED, sentence(failure), null);
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return SqlRunner.sentence(sql);
        }
        if (failure instanceof UserException || failure instanceof TransientActionException) {
            return failure.getMessage();
        }
        String name = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
    }

    /** The database's word on the failure, if it is one of the database. */
    private static SQLException sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** @param finished whether the end is in the database */
    record Result(AttemptEnd end, boolean finished) {}
}
