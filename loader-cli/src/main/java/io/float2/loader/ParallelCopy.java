package io.float2.loader;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;

/**
 * Copies all rows over several connections at once: one thread reads, one a connection encodes and sends. Every connection does one
 * COPY in the transaction it is in; nothing is committed here.
 *
 * <p>The first failure, or an interrupt of the calling thread, ends all; no thread is left when {@link #run} returns or throws.
 */
final class ParallelCopy {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration STALL = Duration.ofSeconds(2);
    private static final int CANCEL_ATTEMPTS = 20;

    private final List<Connection> connections;
    private final ConnectionSource moreConnections;
    private final SourceRows rows;
    private final BatchQueue queue;
    private final AtomicLong copied = new AtomicLong();
    private final Progress progress;

    /** @param moreConnections one more is opened when the load comes to a halt, to find out why */
    ParallelCopy(List<Connection> connections, ConnectionSource moreConnections, SourceRows rows, Progress progress) {
        this.connections = connections;
        this.moreConnections = moreConnections;
        this.rows = rows;
        this.progress = progress;
        queue = new BatchQueue(2 * connections.size() + 1, rows::newBatch);
    }

    /** Runs to the end of all rows. */
    BatchCopier.Copied run(RowLayout layout, boolean freeze, OverflowPolicy onOverflow) throws SQLException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections.size() + 1, task -> {
            Thread thread = new Thread(task, "float2 load");
            thread.setDaemon(true);
            return thread;
        });
        CompletionService<BatchCopier.Copied> tasks = new ExecutorCompletionService<>(threads);
        List<Callable<BatchCopier.Copied>> work = new ArrayList<>();
        work.add(this::readAll);
        for (Connection connection : connections) {
            RowEncoder encoder = layout.newEncoder(rows.dimension(), onOverflow);
            work.add(new BatchCopier(connection, layout.copyStatement(freeze), encoder, queue, this::advance)::copy);
        }
        try {
            work.forEach(tasks::submit);
            BatchCopier.Copied sum = BatchCopier.Copied.NOTHING;
            for (int ended = 0; ended < work.size(); ended++) {
                sum = sum.plus(awaitOne(tasks));
            }
            return sum;
        } finally {
            endAll(threads);
        }
    }

    private void advance(long count, long bytes) {
        copied.addAndGet(count);
        progress.advance(count, bytes);
    }

    private BatchCopier.Copied readAll() throws InterruptedException {
        VectorBatch batch = queue.takeEmpty();
        while (rows.read(batch)) {
            queue.putFull(batch);
            batch = queue.takeEmpty();
        }
        queue.finish();
        return BatchCopier.Copied.NOTHING;
    }

    private BatchCopier.Copied awaitOne(CompletionService<BatchCopier.Copied> tasks) throws SQLException, InterruptedException {
        long seen = copied.get();
        long movedAt = System.nanoTime();
        while (true) {
            Future<BatchCopier.Copied> ended = tasks.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (ended != null) {
                return result(ended);
            }
            long now = System.nanoTime();
            if (copied.get() != seen) {
                seen = copied.get();
                movedAt = now;
            } else if (now - movedAt >= STALL.toNanos()) {
                checkDeadlock();
                movedAt = now;
            }
        }
    }

    private static BatchCopier.Copied result(Future<BatchCopier.Copied> ended) throws SQLException, InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Two rows with the same key, copied by two connections: the second waits for the first's transaction, which waits here for
     * the second to get through. The server sees no deadlock in that.
     */
    private void checkDeadlock() throws SQLException {
        if (connections.size() == 1) {
            return;
        }
        Integer[] pids = new Integer[connections.size()];
        for (int i = 0; i < pids.length; i++) {
            pids[i] = connections.get(i).unwrap(PGConnection.class).getBackendPID();
        }
        try (Connection connection = moreConnections.open();
                var statement = connection.prepareStatement("SELECT bool_or(pg_blocking_pids(pid) && ?) FROM unnest(?) AS pid")) {
            statement.setArray(1, connection.createArrayOf("int4", pids));
            statement.setArray(2, connection.createArrayOf("int4", pids));
            try (var row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new UserException("two connections of the load wait for each other, as they do when two rows have the "
                            + "same key in a unique index; with --jobs 1 the row is named");
                }
            }
        }
    }

    private void endAll(ExecutorService threads) {
        queue.stop();
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        for (int attempt = 0; !threads.isTerminated(); attempt++) {
            try {
                if (threads.awaitTermination(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            connections.forEach(attempt < CANCEL_ATTEMPTS ? ParallelCopy::cancel : ParallelCopy::abort);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // The connection is gone; its thread will notice.
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // There is nothing harder to do to it.
        }
    }
}
