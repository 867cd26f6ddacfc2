package io.float2.cli;

import io.float2.loader.LoadPlan;
import io.float2.loader.NewTableLayout;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** How a new table is laid out. Use as {@code @Mixin LayoutOptions layout}. */
final class LayoutOptions {

    @Option(names = "--unlogged", description = "With --create: without a log of changes; faster, but empty after a crash.")
    private boolean unlogged;

    @Option(names = "--partitions", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "With --create: N partitions by hash of the id, a power of two.")
    private int partitions;

    void apply(LoadPlan.Builder plan) {
        plan.layout(new NewTableLayout(unlogged, partitions));
    }
}
