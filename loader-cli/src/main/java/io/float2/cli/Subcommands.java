package io.float2.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

    /** Have something to say of every command. */
    private static final Set<String> ABOUT_ALL = Set.of("man", "generate-completion");

    static {
        BY_NAME.put("load", LoadCommand::new);
        BY_NAME.put("index", IndexCommand::new);
        BY_NAME.put("search", SearchCommand::new);
        BY_NAME.put("recall", RecallCommand::new);
        BY_NAME.put("recommend", RecommendCommand::new);
        BY_NAME.put("library", LibraryCommand::new);
        BY_NAME.put("task", TaskCommand::new);
        BY_NAME.put("worker", WorkerCommand::new);
        BY_NAME.put("server", ServerCommand::new);
        BY_NAME.put("psql", PsqlCommand::new);
        BY_NAME.put("doctor", DoctorCommand::new);
        BY_NAME.put("demo", DemoCommand::new);
        BY_NAME.put("bench", BenchCommand::new);
        BY_NAME.put("man", ManCommand::new);
        BY_NAME.put("generate-completion", GenerateCompletion::new);
    }

    private Subcommands() {}

    /** Adds the subcommand that {@code args} begin with, or all. */
    static void addTo(CommandLine commandLine, String... args) {
        String name = Arrays.stream(args).filter(arg -> !arg.equals("--verbose")).findFirst().orElse("");
        Supplier<Object> wanted = BY_NAME.get(name);
        for (Map.Entry<String, Supplier<Object>> subcommand : BY_NAME.entrySet()) {
            if (wanted == null || wanted == subcommand.getValue() || ABOUT_ALL.contains(name)) {
                commandLine.addSubcommand(subcommand.getKey(), subcommand.getValue().get());
                commandLine.getSubcommands().get(subcommand.getKey())
                        .setUnmatchedOptionsArePositionalParams(PASSING_ON.equals(subcommand.getKey()));
            }
        }
    }
}
