package io.float2.cli;

import io.float2.library.Rejects;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 library rejects}. */
@Command(name = "rejects", description = "List the pictures that an import could not read, and why.")
final class LibraryRejectsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "IMPORT", description = "Number of the import.")
    private long id;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "How many to show.")
    private long limit;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        List<Rejects.Reject> rejects = Rejects.of(connection.target()::open, id, limit);
        Table table = new Table("shard", "entry", "name", "reason");
        rejects.forEach(reject -> table.row(reject.shard(), reject.entry(), Human.oneLine(reject.name()), Human.oneLine(reject.reason())));
        output.print(table);
        if (output.isJson()) {
            output.json(rejects);
        }
        return 0;
    }
}
