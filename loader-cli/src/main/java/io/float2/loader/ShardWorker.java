package io.float2.loader;

import io.float2.UserException;
import io.float2.loader.source.VectorBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** One job: takes shards until there are none, each on the same connection and with the same reader as long as these work. */
final class ShardWorker {

    private static final String CANCELLED = "57014";
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final LoadContext load;
    private final List<VectorBatch> batches;
    private SourceRows rows;
    private volatile Connection connection;
    private ShardAttempt attempted;

    /** @param rows closed by {@link #work} */
    ShardWorker(LoadContext load, SourceRows rows) {
        this.load = load;
        this.rows = rows;
        batches = Stream.generate(() -> rows.newBatch(load.budget().batchBytes())).limit(MemoryBudget.BATCHES).toList();
    }

    /** Works to the end; what fails is kept in the load's counts. */
    Void work() throws InterruptedException {
        try {
            for (Shard shard = load.shards().next(); shard != null; shard = load.shards().next()) {
                loadWithRetries(shard);
            }
            return null;
        } finally {
            closeConnection();
            rows.close();
        }
    }

    private void loadWithRetries(Shard shard) throws InterruptedException {
        boolean straight = false;
        for (int attempt = 1; ; attempt++) {
            try {
                loadOnce(shard, attempt, straight);
                return;
            } catch (SQLException e) {
                giveBack(shard);
                if (CANCELLED.equals(e.getSQLState())) {
                    // Ctrl-C may end the statement a moment before this thread hears of it.
                    Thread.sleep(MOMENT.toMillis());
                }
                if (load.shards().isCancelled()) {
                    return;
                }
                if (!TransientFailure.is(e) || attempt > load.plan().retries()) {
                    fail(shard, attempt, e);
                    return;
                }
                load.counts().retry();
                Retries.pause(attempt, load.plan().retries(), shard + ": ", e, load.progress());
            } catch (CancellationException e) {
                giveBack(shard);
                throw e;
            } catch (RuntimeException e) {
                giveBack(shard);
                if (!straight && attempted != null && attempted.failedInStage() && load.plan().onConflict() == ConflictPolicy.FAIL
                        && e.getCause() instanceof SQLException) {
                    // The server has refused one of many rows. By COPY straight into the table it names the one.
                    straight = true;
                    attempt--;
                    continue;
                }
                fail(shard, attempt, e);
                return;
            } catch (Error | InterruptedException e) {
                giveBack(shard);
                throw e;
            }
        }
    }

    private void loadOnce(Shard shard, int attempt, boolean straight) throws SQLException, InterruptedException {
        attempted = null;
        if (!load.ledger().startShard(shard.number(), shard.first(), attempt)) {
            return;
        }
        load.counts().begin(shard.number());
        if (connection == null) {
            connection = LoadSession.open(load.connections());
        }
        attempted = new ShardAttempt(load, connection, rows, shard, batches);
        CopyResult result = attempted.run(straight);
        load.counts().end(shard.number());
        if (result.sent() == 0 && shard.number() > 1) {
            load.ledger().forgetShard(shard.number());
        }
        if (!shard.last() && result.sent() < shard.rows()) {
            load.shards().end();
        }
    }

    /** What was on its way is not; the connection and the reader may be in any state. */
    private void giveBack(Shard shard) {
        RunCounts.Sent gone = load.counts().takeBack(shard.number());
        load.progress().advance(-gone.rows(), -gone.bytes());
        closeConnection();
        SourceRows broken = rows;
        rows = broken.again();
        broken.close();
    }

    private void fail(Shard shard, int attempts, Exception failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage().lines().findFirst().orElse("");
        load.counts().failed(new ShardFailure(shard.number(), shard.first() + 1, shard.rows(), attempts, message), failure);
        if (failure instanceof SQLException sql && TransientFailure.endsLoad(sql) || !(failure instanceof SQLException)
                && !(failure instanceof UserException)) {
            load.shards().end();
        }
        if (!load.whole()) {
            load.progress().note(shard + " failed: " + message);
        }
        try {
            load.ledger().failShard(shard.number(), message);
        } catch (SQLException e) {
            load.progress().note("the ledger does not take the failure of shard " + shard.number() + ": " + e.getMessage());
        }
    }

    private void closeConnection() {
        Connection closed = connection;
        connection = null;
        try {
            if (closed != null) {
                closed.close();
            }
        } catch (SQLException e) {
            // The server rolls back what was not committed.
        }
    }

    /** Ends the statement that is running, if one is. Any thread may call. */
    void cancelStatement() {
        Connection running = connection;
        try {
            if (running != null) {
                running.unwrap(PGConnection.class).cancelQuery();
            }
        } catch (SQLException e) {
            // The connection is gone; its worker will notice.
        }
    }

    /** Ends the connection. Any thread may call. */
    void abort() {
        Connection running = connection;
        try {
            if (running != null) {
                running.abort(Runnable::run);
            }
        } catch (SQLException e) {
            // There is nothing harder to do to it.
        }
    }
}
