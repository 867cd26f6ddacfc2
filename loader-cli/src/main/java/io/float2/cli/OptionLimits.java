package io.float2.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses numbers that an option cannot have, as wrong usage. */
final class OptionLimits {

    private OptionLimits() {}

    /** @param command that has the option */
    static void atLeast(CommandSpec command, String option, long value, long least) {
        if (value < least) {
            throw new ParameterException(command.commandLine(), option + " " + value + ": it must be at least " + least);
        }
    }
}
