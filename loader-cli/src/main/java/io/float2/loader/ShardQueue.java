package io.float2.loader;

import io.float2.loader.source.VectorReader;
import java.util.Set;

/** Deals out the shards that are not in the table yet, in their order, so that everybody reads forwards. Thread safe. */
final class ShardQueue {

    private final ShardPlan plan;
    private final Set<Integer> done;
    private int dealt;
    private boolean ended;
    private volatile boolean cancelled;

    /** @param done numbers of shards that are not dealt out */
    ShardQueue(ShardPlan plan, Set<Integer> done) {
        this.plan = plan;
        this.done = Set.copyOf(done);
    }

    /** The next shard; null when there is none any more. */
    synchronized Shard next() {
        do {
            dealt++;
            if (ended || plan.count() != VectorReader.UNKNOWN && dealt > plan.count()) {
                return null;
            }
        } while (done.contains(dealt));
        return plan.shard(dealt);
    }

    /** Says that no further shard is to be dealt out: the sources have ended, or the load has. */
    synchronized void end() {
        ended = true;
    }

    /** Says that what is being loaded is given up as well. */
    void cancel() {
        cancelled = true;
        end();
    }

    boolean isCancelled() {
        return cancelled;
    }
}
