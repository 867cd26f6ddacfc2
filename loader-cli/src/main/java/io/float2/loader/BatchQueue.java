package io.float2.loader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Hands batches from the one reader to the connections and back. A fixed number of batches goes around, so a slow server slows the
 * reader down and memory stays bounded. Thread safe.
 */
final class BatchQueue {

    private final Deque<VectorBatch> empty = new ArrayDeque<>();
    private final Deque<VectorBatch> full = new ArrayDeque<>();
    private boolean finished;
    private boolean stopped;

    BatchQueue(int batches, Supplier<VectorBatch> maker) {
        for (int i = 0; i < batches; i++) {
            empty.add(maker.get());
        }
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

    /** Waits for a filled batch; null when there will be none any more. */
    synchronized VectorBatch takeFull() throws InterruptedException {
        while (full.isEmpty() && !finished && !stopped) {
            wait();
        }
        checkStopped();
        return full.poll();
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
