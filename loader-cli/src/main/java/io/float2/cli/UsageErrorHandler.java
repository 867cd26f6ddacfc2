package io.float2.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage: one sentence, the synopsis' whereabouts, exit code 2. The whole help would push the sentence off the screen. */
final class UsageErrorHandler implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("float2: " + sentence(failure));
        UnmatchedArgumentException.printSuggestions(failure, err);
        tellOfHelp(command, err);
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    static void tellOfHelp(CommandLine command, PrintWriter err) {
        err.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
    }

    private static String sentence(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0);
            return (argument.startsWith("-") ? "there is no option " : "not understood here: ") + argument;
        }
        return failure.getMessage();
    }
}
