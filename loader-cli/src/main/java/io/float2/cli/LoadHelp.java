package io.float2.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/** Shows the options of {@code float2 load}, of which there are many, under headings. Use as {@code @Mixin LoadHelp help}. */
@Command
final class LoadHelp {

    private static final Map<String, List<String>> HEADINGS = new LinkedHashMap<>();

    static {
        HEADINGS.put("What is read:", List.of("--format", "--vector-column", "--delimiter", "--quote", "--no-header", "--dimension",
                "--metadata", "--skip", "--limit", "--sample", "--seed"));
        HEADINGS.put("Where it goes:", List.of("--table", "--columns", "--vector", "--id", "--truncate", "--on-conflict"));
        HEADINGS.put("A new table:", List.of("--create", "--drop", "--type", "--no-key", "--unlogged", "--partitions",
                "--distribute-by", "--shards"));
        HEADINGS.put("Rows that are wrong:", List.of("--on-overflow", "--on-error", "--rejects"));
        HEADINGS.put("How it is loaded:", List.of("--jobs", "--shard-rows", "--import-id", "--retries", "--memory", "--transfer", "--status",
                "--dry-run"));
    }

    /** Of what every command has. */
    private static final String REST = "Connection and output:";

    @Spec(Spec.Target.MIXEE)
    void showUnderHeadings(CommandSpec command) {
        command.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, LoadHelp::render);
    }

    /** The options of any command; those of one without this mixin are under one heading, which is empty. */
    static Map<String, List<OptionSpec>> underHeadings(CommandSpec command) {
        Map<String, List<OptionSpec>> under = new LinkedHashMap<>();
        List<OptionSpec> rest = new ArrayList<>(command.options());
        rest.removeIf(OptionSpec::hidden);
        if (command.mixins().values().stream().noneMatch(mixin -> mixin.userObject() instanceof LoadHelp)) {
            under.put("", rest);
            return under;
        }
        HEADINGS.forEach((heading, names) -> under.put(heading, names.stream().map(command::findOption).toList()));
        under.values().forEach(rest::removeAll);
        under.put(REST, rest);
        return under;
    }

    private static String render(Help help) {
        StringBuilder text = new StringBuilder();
        underHeadings(help.commandSpec()).forEach((heading, options) -> append(text, help, heading, options));
        return text.toString();
    }

    private static void append(StringBuilder text, Help help, String heading, List<OptionSpec> options) {
        Help.Layout layout = help.createDefaultLayout();
        options.forEach(option -> layout.addOption(option, help.parameterLabelRenderer()));
        text.append(String.format("%n%s%n%s", heading, layout));
    }
}
