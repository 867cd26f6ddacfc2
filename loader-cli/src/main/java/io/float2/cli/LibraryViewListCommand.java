package io.float2.cli;

import io.float2.library.Views;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 library view list}. */
@Command(name = "list", description = "List the parameterised views.")
final class LibraryViewListCommand implements Callable<Integer> {

    @Option(names = "--business", paramLabel = "NAME", description = "Only those of this business.")
    private String business;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        List<Views.View> views = Views.list(connection.target()::open, business);
        Table table = new Table("view", "business", "role", "parameters", "filter");
        views.forEach(view -> table.row(view.name(), view.business(), view.role(), view.parameters(), Human.oneLine(view.filter())));
        output.print(table);
        if (output.isJson()) {
            output.json(views);
        }
        return 0;
    }
}
