package io.float2.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/**
 * The subcommands, in the order the help lists them. A command that runs loads the classes of its own subcommand only, which is a
 * good part of the time a short command takes; the help and a mistyped name load them all.
 */
final class Subcommands {

    private static final Map<String, Supplier<Object>> BY_NAME = new LinkedHashMap<>();

    /** Hands the options that it does not know to the program it starts. */
    private static final String PASSING_ON = "psql";

    static {
        BY_NAME.put("load", LoadCommand::new);
        BY_NAME.put("index", IndexCommand::new);
        BY_NAME.put("search", SearchCommand::new);
        BY_NAME.put("recall", RecallCommand::new);
        BY_NAME.put("recommend", RecommendCommand::new);
        BY_NAME.put("server", ServerCommand::new);
        BY_NAME.put("psql", PsqlCommand::new);
        BY_NAME.put("doctor", DoctorCommand::new);
        BY_NAME.put("demo", DemoCommand::new);
        BY_NAME.put("bench", BenchCommand::new);
        BY_NAME.put("generate-completion", GenerateCompletion::new);
    }

    private Subcommands() {}

    /** Adds the subcommand that {@code args} begin with, or all. */
    static void addTo(CommandLine commandLine, String... args) {
        Supplier<Object> wanted = null;
        for (String arg : args) {
            if (!arg.equals("--verbose")) {
                wanted = BY_NAME.get(arg);
                break;
            }
        }
        for (Map.Entry<String, Supplier<Object>> subcommand : BY_NAME.entrySet()) {
            // The completion script covers all commands.
            if (wanted == null || wanted == subcommand.getValue() || args[0].equals("generate-completion")) {
                commandLine.addSubcommand(subcommand.getKey(), subcommand.getValue().get());
                commandLine.getSubcommands().get(subcommand.getKey())
                        .setUnmatchedOptionsArePositionalParams(PASSING_ON.equals(subcommand.getKey()));
            }
        }
    }
}
