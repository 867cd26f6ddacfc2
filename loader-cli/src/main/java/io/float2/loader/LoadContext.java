package io.float2.loader;

import io.float2.ledger.ShardLedger;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;

/**
 * What all workers of a load share.
 *
 * @param layout where rows go; null when the only shard's own transaction begins with making the table
 * @param method how they get there; null in the same case
 */
record LoadContext(
        LoadPlan plan,
        LoadTarget target,
        ConnectionSource connections,
        ShardLedger ledger,
        ShardQueue shards,
        RowLayout layout,
        CopyMethod method,
        MemoryBudget budget,
        Progress progress,
        RunCounts counts) {

    /** Whether the whole load is one transaction. */
    boolean whole() {
        return layout == null;
    }
}
