package io.float2.cli;

import picocli.CommandLine.Option;

/** The graph that a comparison builds. Use as {@code @Mixin BenchGraphOptions graph}. */
final class BenchGraphOptions {

    @Option(names = {"-m", "--m"}, paramLabel = "M", description = "Most neighbours of a vertex of the graph on each layer.")
    private int m = 16;

    @Option(names = "--ef-construction", paramLabel = "N", description = "Candidates looked at for each vertex.")
    private int efConstruction = 64;

    @Option(names = "--memory", paramLabel = "SIZE",
            description = "maintenance_work_mem of a build, such as 2GB. Default: as the server has it.")
    private String memory;

    int m() {
        return m;
    }

    int efConstruction() {
        return efConstruction;
    }

    /** Null: as the server has it. */
    String memory() {
        return memory;
    }
}
