package io.float2.cli;

import io.float2.library.Views;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 library view create}. */
@Command(
        name = "create",
        description = {
            "Make a parameterised view of a business, and a role that may call it, when that is not there.",
            "The filter is a condition in SQL over key, size, width, height, format, uri, phash, dhash, ahash, embedding, imported_at, "
                    + "attributes (jsonb) and the parameters. Whoever may make views decides what they show."
        },
        footer = {
            "",
            "Example:",
            "  float2 library view create shop_city --business shop \\",
            "    --filter \"attributes->>'city' = city AND width >= min_width\" --param 'city text' --param 'min_width integer = 640'",
            "  SELECT * FROM image_library_view.shop_city('Oslo')     -- as the role image_library_shop"
        })
final class LibraryViewCreateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Name of the function in the schema image_library_view.")
    private String name;

    @Option(names = "--business", paramLabel = "NAME", required = true, description = "Whose pictures and attributes it shows.")
    private String business;

    @Option(names = "--filter", paramLabel = "CONDITION", defaultValue = "true", description = "Which of them.")
    private String filter;

    @Option(names = "--param", paramLabel = "NAME TYPE[ = VALUE]", description = "A parameter, with a value for when it is not given; may be given often.")
    private List<String> parameters = List.of();

    @Option(names = "--role", paramLabel = "NAME", description = "Who may call it. Default: image_library_ and the business.")
    private String role;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        String function = Views.create(connection.target()::open, name, business, filter, parameters, role);
        output.println(function + " shows pictures of " + business);
        if (output.isJson()) {
            output.json(Map.of("function", function));
        }
        return 0;
    }
}
