package io.float2.library;

import io.float2.picture.store.PictureStore;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts pictures into a store while others are decoded: a store answers late, but many at once. */
final class Uploads implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final PictureStore store;
    private final ExecutorService threads;

    /** @param store null: nothing is stored */
    Uploads(PictureStore store) {
        this.store = store;
        threads = store == null ? null : Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "upload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to store a picture; the result is its URI. */
    Future<String> put(UUID key, String format, byte[] bytes) {
        return store == null ? CompletableFuture.completedFuture(null) : threads.submit(() -> store.put(key, format, bytes));
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
