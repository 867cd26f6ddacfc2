package io.float2.cli;

import io.float2.recommend.Recommender;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code float2 recommend uninstall}. */
@Command(
        name = "uninstall",
        description = "Drop the schema recommend with all that is in it: pools, users and read lists, too.",
        footer = {"", "Examples:", "  float2 recommend uninstall"})
final class RecommendUninstallCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        Recommender.uninstall(connection.target()::open);
        output.println("the schema recommend is dropped");
        if (output.isJson()) {
            output.json(Map.of("dropped", "recommend"));
        }
        return 0;
    }
}
