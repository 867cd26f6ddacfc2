package io.float2.library;

import io.float2.task.Actions;

/** The actions of imports, for workers. */
public final class ImportActions {

    static final String PREPARE = "library.prepare";
    static final String SHARD = "library.shard";
    static final String KEYS = "library.keys";
    static final String EMBEDDINGS = "library.embeddings";

    private ImportActions() {}

    /** Adds them to what a worker knows. */
    public static Actions register(Actions actions) {
        return actions.register(PREPARE, new PrepareAction()).register(SHARD, new ShardAction()).register(KEYS, new KeysAction())
                .register(EMBEDDINGS, new EmbeddingsAction());
    }
}
