package io.float2.loader;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs the workers of a load, one for each job, and tells the ledger how far they are. A worker has two threads, one that reads and
 * one that sends, and there are no others.
 *
 * <p>A failure of a shard does not stop the others; an interrupt of the calling thread ends all. No worker is left when
 * {@link #run} returns or throws, and what they did not commit is rolled back.
 */
final class ShardedLoad {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration TELL = Duration.ofSeconds(1);
    private static final int CANCEL_ATTEMPTS = 20;

    private final LoadContext load;
    private final List<ShardWorker> workers = new ArrayList<>();
    private long toldAt = System.nanoTime();

    /** @param rows the load's own; every worker but the first opens the sources again */
    ShardedLoad(LoadContext load, SourceRows rows, int jobs) {
        this.load = load;
        for (int i = 0; i < jobs; i++) {
            workers.add(new ShardWorker(load, rows.again()));
        }
    }

    /** Runs until no shard is left. */
    void run() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(workers.size(), task -> {
            Thread thread = new Thread(task, "float2 load");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Void> tasks = new ExecutorCompletionService<>(threads);
            workers.forEach(worker -> tasks.submit(worker::work));
            for (int ended = 0; ended < workers.size(); ended++) {
                await(tasks);
            }
        } finally {
            endAll(threads);
        }
    }

    private void await(CompletionService<Void> tasks) throws InterruptedException {
        Future<Void> ended = null;
        while (ended == null) {
            ended = tasks.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            tell();
        }
        try {
            ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void tell() {
        long now = System.nanoTime();
        if (now - toldAt < TELL.toNanos()) {
            return;
        }
        toldAt = now;
        try {
            load.ledger().tell(load.counts().running());
        } catch (SQLException | RuntimeException e) {
            // Only onlookers miss something. Whether the rows may be committed is decided with the rows.
        }
    }

    private void endAll(ExecutorService threads) {
        load.shards().cancel();
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
            workers.forEach(attempt < CANCEL_ATTEMPTS ? ShardWorker::cancelStatement : ShardWorker::abort);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
