package io.float2.cli;

import io.float2.library.Views;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code float2 library view drop}. */
@Command(name = "drop", description = "Drop a parameterised view. Its role stays, as it may have others.")
final class LibraryViewDropCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The view.")
    private String name;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        Views.drop(connection.target()::open, name);
        output.println("the view " + name + " is dropped");
        if (output.isJson()) {
            output.json(Map.of("dropped", name));
        }
        return 0;
    }
}
