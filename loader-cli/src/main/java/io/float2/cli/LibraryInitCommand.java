package io.float2.cli;

import io.float2.library.LibraryInstall;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 library init}. */
@Command(
        name = "init",
        description = "Make the schema image_library with its tables and functions, or bring it up to date. Once more does no harm.")
final class LibraryInitCommand implements Callable<Integer> {

    @Option(names = "--buckets", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Partitions of assets and attributes, a power of two up to 4096; it stays. Default: 16, and 1 with --distribute.")
    private Integer buckets;

    @Option(names = "--distribute", description = "Spread pictures and their attributes over the nodes of Citus, by the picture's key.")
    private boolean distribute;

    @Option(names = "--shards", paramLabel = "N", description = "With --distribute: N shards in all. Default: the server's citus.shard_count.")
    private Integer shards;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (shards != null && !distribute) {
            throw new ParameterException(spec.commandLine(), "--shards is for --distribute");
        }
        LibraryInstall.Installed installed = LibraryInstall.install(connection.target()::open, buckets,
                distribute ? new LibraryInstall.Distribution(shards) : null);
        output.println("the image library is in the schema image_library of " + connection.target() + ": version " + installed.version() + ", "
                + Human.count(installed.buckets()) + " buckets" + (installed.shards() == 0 ? "" : ", " + Human.count(installed.shards()) + " shards")
                + (installed.scripts() == 0 ? "; it was up to date" : ""));
        if (output.isJson()) {
            output.json(installed);
        }
        return 0;
    }
}
