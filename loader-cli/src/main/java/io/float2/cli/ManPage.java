package io.float2.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, in the man macros of roff, from the same texts as its help. */
final class ManPage {

    /** User commands. */
    static final int SECTION = 1;

    /** In a line, before some of them are written as roff wants them. */
    private static final int MOST_CHARACTERS = 70;

    private final CommandLine command;
    private final Help help;
    private final StringBuilder roff = new StringBuilder();

    private ManPage(CommandLine command) {
        this.command = command;
        help = new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
    }

    /** The whole page. */
    static String of(CommandLine command) {
        return new ManPage(command).write();
    }

    /** The name under which {@code man} finds the page, such as {@code float2-server-start}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    private String write() {
        CommandSpec spec = command.getCommandSpec();
        roff.append(String.format(".TH \"%s\" \"%d\" \"\" \"float2 %s\" \"float2 Manual\"%n", name(command).toUpperCase(Locale.ROOT), SECTION,
                Version.number()));
        List<String> description = Arrays.asList(spec.usageMessage().description());
        section("NAME");
        roff.append(escaped(name(command))).append(" \\- ").append(escaped(firstSentence(description))).append('\n');
        section("SYNOPSIS");
        text(help.synopsis(0));
        section("DESCRIPTION");
        text(description.get(0));
        description.stream().skip(1).filter(line -> !line.isBlank()).forEach(this::paragraph);
        parameters();
        options();
        commands();
        exitCodes(spec.usageMessage().exitCodeList());
        footer(String.format(String.join("%n", spec.usageMessage().footer())).lines().toList());
        related();
        return roff.toString();
    }

    /** The line that {@code apropos} searches. */
    private static String firstSentence(List<String> description) {
        String first = description.get(0).replaceFirst("(?s)[.;:] .*", "").replaceFirst("\\.$", "");
        return first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
    }

    private void parameters() {
        List<PositionalParamSpec> parameters = command.getCommandSpec().positionalParameters().stream().filter(p -> !p.hidden()).toList();
        if (parameters.isEmpty()) {
            return;
        }
        section("ARGUMENTS");
        for (PositionalParamSpec parameter : parameters) {
            item(parameter.paramLabel(), texts(
                    help.createDefaultParameterRenderer().render(parameter, help.parameterLabelRenderer(), help.colorScheme())));
        }
    }

    private void options() {
        section("OPTIONS");
        for (Map.Entry<String, List<OptionSpec>> heading : LoadHelp.underHeadings(command.getCommandSpec()).entrySet()) {
            if (!heading.getKey().isEmpty()) {
                roff.append(".SS ").append(escaped(heading.getKey().replaceFirst(":$", ""))).append('\n');
            }
            for (OptionSpec option : heading.getValue()) {
                String label = help.parameterLabelRenderer().renderParameterLabel(option, help.ansi(), List.of()).toString();
                item(String.join(", ", option.names()) + label, texts(
                        help.createDefaultOptionRenderer().render(option, help.parameterLabelRenderer(), help.colorScheme())));
            }
        }
    }

    /** The descriptions among the cells that picocli lays out; they are in the last column. */
    private static List<String> texts(Help.Ansi.Text[][] rows) {
        return Arrays.stream(rows).map(row -> row[row.length - 1].toString()).toList();
    }

    private void commands() {
        if (command.getSubcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandLine subcommand : List.copyOf(command.getSubcommands().values())) {
            item(subcommand.getCommandName(), List.of(subcommand.getCommandSpec().usageMessage().description()[0].lines().findFirst().orElse(""),
                    "See " + name(subcommand) + "(" + SECTION + ")."));
        }
    }

    private void exitCodes(Map<String, String> codes) {
        if (codes.isEmpty()) {
            return;
        }
        section("EXIT STATUS");
        codes.forEach((code, meaning) -> item(code, List.of(meaning)));
    }

    /** A line that ends with a colon begins what is to be seen as it stands. */
    private void footer(List<String> lines) {
        boolean examples = false;
        for (String line : lines) {
            if (line.endsWith(":") && !line.startsWith(" ")) {
                closeExamples(examples);
                section(line.substring(0, line.length() - 1).toUpperCase(Locale.ROOT));
                roff.append(".nf\n");
                examples = true;
            } else if (!line.isEmpty()) {
                line(line.startsWith("  ") ? line.substring(2) : line);
            }
        }
        closeExamples(examples);
    }

    private void closeExamples(boolean open) {
        if (open) {
            roff.append(".fi\n");
        }
    }

    private void related() {
        List<String> names = new ArrayList<>();
        if (command.getParent() != null) {
            names.add(name(command.getParent()));
        }
        command.getSubcommands().values().forEach(subcommand -> names.add(name(subcommand)));
        if (!names.isEmpty()) {
            section("SEE ALSO");
            text(names.stream().distinct().map(name -> name + "(" + SECTION + ")").collect(Collectors.joining(", ")));
        }
    }

    private void section(String title) {
        roff.append(".SH \"").append(escaped(title)).append("\"\n");
    }

    private void paragraph(String line) {
        roff.append(".PP\n");
        text(line);
    }

    private void item(String term, List<String> lines) {
        roff.append(".TP\n.B \"").append(escaped(term).replace("\"", "\\(dq")).append("\"\n");
        text(String.join(" ", lines));
    }

    /** Text that man fills lines with; here it comes in lines that people can read, too. */
    private void text(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > MOST_CHARACTERS) {
                line(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        line(line.toString());
    }

    private void line(String line) {
        String escaped = escaped(line);
        // At the beginning of a line these would be commands.
        roff.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "").append(escaped).append('\n');
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\(rs");
                case '-' -> escaped.append("\\-");
                default -> escaped.append(c < 128 ? Character.toString(c) : String.format("\\[u%04X]", c));
            }
        });
        return escaped.toString();
    }
}
