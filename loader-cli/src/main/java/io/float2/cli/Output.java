package io.float2.cli;

import io.float2.progress.Progress;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command's words go. Results are for standard output, progress and remarks for the error stream; with {@code --json} the
 * result is one JSON value on standard output and nothing else is printed there.
 *
 * <p>Use as {@code @Mixin Output output}.
 */
final class Output {

    @Option(names = "--json", showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Print the result as JSON on standard output.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Whether the result is wanted as JSON: then {@link #json(Object)} is called once, at the end. */
    boolean isJson() {
        return json;
    }

    /** Whether {@code --verbose} was given. */
    boolean isVerbose() {
        return root().verbose();
    }

    /** The writer for results meant for people. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints a line of the result for people; with {@code --json} it is left out. */
    void println(String line) {
        if (!json) {
            root().terminal().endProgress(spec.commandLine().getErr());
            out().println(line);
            out().flush();
        }
    }

    /** Prints a table of the result for people; with {@code --json} it is left out. */
    void print(Table table) {
        if (!json) {
            table.print(out());
            out().flush();
        }
    }

    /** Prints the result as one line of JSON: a map, record, list, number, text or null. */
    void json(Object value) {
        out().println(Json.of(value));
        out().flush();
    }

    /** A remark on the error stream. */
    void remark(String line) {
        root().terminal().println(spec.commandLine().getErr(), line);
    }

    /** A remark that only {@code --verbose} shows. */
    void detail(String line) {
        if (isVerbose()) {
            remark(line);
        }
    }

    /** A new listener that shows progress on the error stream. */
    Progress progress() {
        return new ProgressLine(root().terminal(), spec.commandLine().getErr());
    }

    private Float2Command root() {
        return Float2Command.of(spec);
    }
}
