package io.float2.loader;

import io.float2.loader.source.VectorBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Hands batches from a reader to a connection and back. A fixed number of batches goes around, so a slow server slows the reader down
 * and memory stays bounded. Thread safe.
 */
final class BatchQueue {

    private final Deque<VectorBatch> empty;
    private final Deque<VectorBatch> full = new ArrayDeque<>();
    private boolean finished;
    private boolean stopped;
    private Throwable failure;

    /** @param batches that go around */
    BatchQueue(List<VectorBatch> batches) {
        empty = new ArrayDeque<>(batches);
    }

    /** Waits for a batch to fill. */
    synchronized VectorBatch takeEmpty() throws InterruptedException {
        while (empty.isEmpty() && !stopped) {
            wait();
        }
        checkStopped();
        return empty.poll();
    }

    /** Passes a filled batch on. */
    synchronized void putFull(VectorBatch batch) {
        checkStopped();
        full.add(batch);
        notifyAll();
    }

    /** Says that no more batches will be filled. */
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /**
     * Says that no more batches can be filled: whoever waits for one fails with this, once those before have been taken.
     *
     * @param reason a RuntimeException or an Error
     */
    synchronized void fail(Throwable reason) {
        failure = reason;
        finish();
    }

    /** Waits for a filled batch; null when there will be none any more. */
    synchronized VectorBatch takeFull() throws InterruptedException {
        while (full.isEmpty() && !finished && !stopped) {
            wait();
        }
        checkStopped();
        if (full.isEmpty() && failure != null) {
            throwFailure();
        }
        return full.poll();
    }

    private void throwFailure() {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    /** Gives an emptied batch back. */
    synchronized void putEmpty(VectorBatch batch) {
        empty.add(batch);
        notifyAll();
    }

    /** Ends everybody's waiting and working: all calls fail from now on. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    private void checkStopped() {
        if (stopped) {
            throw new CancellationException("the load has been stopped");
        }
    }
}
