package io.float2.cli;

import io.float2.loader.ConflictPolicy;
import io.float2.loader.LoadPlan;
import io.float2.loader.Transfer;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** How a load is cut, retried, resumed and watched. Use as {@code @Mixin ShardOptions shards}. */
final class ShardOptions {

    @Option(names = "--import-id", paramLabel = "ID",
            description = "Name of the load. The same command with the same id loads exactly what is missing. Default: one is made up and "
                    + "printed.")
    private String importId;

    @Option(names = "--shard-rows", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Most rows in a shard. Default: as many shards as jobs, none above 10,000,000 rows.")
    private long shardRows;

    @Option(names = "--retries", paramLabel = "N", defaultValue = "" + LoadPlan.DEFAULT_RETRIES,
            description = "How often a shard is tried again after a failure that may pass: a lost connection, a deadlock, a server that is "
                    + "restarted, a full disk.")
    private int retries;

    @Option(names = "--memory", paramLabel = "SIZE", converter = ByteSize.class, showDefaultValue = Visibility.NEVER,
            description = "Memory for rows on their way, whatever the size of the files, such as 64MB. Default: 256 MiB, or a quarter of "
                    + "what Java may use.")
    private long memory;

    @Option(names = "--on-conflict", paramLabel = "WHAT", defaultValue = "fail",
            description = "Rows whose key is in the table already: ${COMPLETION-CANDIDATES}. The key is the primary key, or the only unique "
                    + "index.")
    private ConflictPolicy onConflict;

    @Option(names = "--transfer", paramLabel = "WAY", defaultValue = "auto",
            description = "How vectors travel: ${COMPLETION-CANDIDATES}. Packed takes a third of the bytes and a temporary table.")
    private Transfer transfer;

    @Option(names = "--status", paramLabel = "ID", description = "Show how far the load of that id is, running or not, and do nothing.")
    private String status;

    /** The id of the load that is asked for, or null. */
    String status() {
        return status;
    }

    void apply(LoadPlan.Builder plan) {
        plan.importId(importId).shardRows(shardRows).retries(retries).memory(memory).onConflict(onConflict).transfer(transfer);
    }
}
