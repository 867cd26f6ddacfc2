package io.float2.cli;

import io.float2.library.LibraryInstall;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 library init}. */
@Command(
        name = "init",
        description = "Make the schema image_library with its tables and functions, or bring it up to date. Once more does no harm.")
final class LibraryInitCommand implements Callable<Integer> {

    @Option(names = "--buckets", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Partitions of assets and attributes, a power of two up to 4096; it stays. Default: 16.")
    private Integer buckets;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        LibraryInstall.Installed installed = LibraryInstall.install(connection.target()::open, buckets);
        output.println("the image library is in the schema image_library of " + connection.target() + ": version " + installed.version() + ", "
                + Human.count(installed.buckets()) + " buckets" + (installed.scripts() == 0 ? "; it was up to date" : ""));
        if (output.isJson()) {
            output.json(installed);
        }
        return 0;
    }
}
