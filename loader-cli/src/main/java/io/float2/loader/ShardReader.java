package io.float2.loader;

import io.float2.loader.source.VectorBatch;

/** Fills a queue with the rows of one shard, on a thread of its own, so that reading and sending go on at the same time. */
final class ShardReader implements Runnable {

    private final SourceRows rows;
    private final Shard shard;
    private final BatchQueue queue;

    ShardReader(SourceRows rows, Shard shard, BatchQueue queue) {
        this.rows = rows;
        this.shard = shard;
        this.queue = queue;
    }

    @Override
    public void run() {
        try {
            fill();
            queue.finish();
        } catch (InterruptedException e) {
            // Only who has stopped the queue interrupts.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            queue.fail(e);
        }
    }

    private void fill() throws InterruptedException {
        if (!rows.moveTo(shard.first())) {
            return;
        }
        // Behind its rows the last shard finds the end, where rows and metadata have to be of the same number.
        long left = shard.last() ? Long.MAX_VALUE : shard.rows();
        while (left > 0) {
            VectorBatch batch = queue.takeEmpty();
            if (!rows.read(batch, left)) {
                return;
            }
            left -= batch.rows();
            queue.putFull(batch);
        }
    }
}
