package io.float2.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root: options that every subcommand takes. */
@Command(
        name = "float2",
        description = "Half-precision vectors in PostgreSQL: load, index and search them.",
        versionProvider = VersionText.class,
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class Float2Command implements Runnable {

    @Option(names = "--verbose", scope = ScopeType.INHERIT, order = 1000, showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Tell more, and add the stack trace to an error.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal;

    Float2Command(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The root of the command that {@code spec} belongs to. */
    static Float2Command of(CommandSpec spec) {
        return (Float2Command) spec.root().userObject();
    }

    boolean verbose() {
        return verbose;
    }

    Terminal terminal() {
        return terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
