package io.float2.cli;

import io.float2.loader.LoadPlan;
import io.float2.loader.NewTableLayout;
import io.float2.sql.Identifier;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** How a new table is laid out. Use as {@code @Mixin LayoutOptions layout}. */
final class LayoutOptions {

    @Option(names = "--unlogged", description = "With --create: without a log of changes; faster, but empty after a crash.")
    private boolean unlogged;

    @Option(names = "--partitions", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "With --create: N partitions by hash of the id, a power of two.")
    private int partitions;

    @Option(names = "--distribute-by", paramLabel = "COLUMN",
            description = "With --create: a table of Citus, its rows in shards on the nodes by hash of the column, which becomes a part of "
                    + "the primary key.")
    private String distributeBy;

    @Option(names = "--shards", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "With --distribute-by: N shards in all. Default: the server's citus.shard_count.")
    private Integer shards;

    void apply(LoadPlan.Builder plan) {
        plan.layout(new NewTableLayout(unlogged, partitions,
                distributeBy == null ? null : Identifier.parse(distributeBy), shards == null ? 0 : Math.max(shards, -1)));
    }
}
