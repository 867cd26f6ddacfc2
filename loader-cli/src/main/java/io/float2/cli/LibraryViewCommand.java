package io.float2.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 library view}: the parameterised views of businesses. */
@Command(
        name = "view",
        description = "Make, list and drop parameterised views: functions that show a business its pictures, and nothing else.",
        synopsisSubcommandLabel = "create|list|drop",
        subcommands = {LibraryViewCreateCommand.class, LibraryViewListCommand.class, LibraryViewDropCommand.class})
final class LibraryViewCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create, list or drop is missing");
    }
}
