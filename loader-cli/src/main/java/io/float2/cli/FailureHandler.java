package io.float2.cli;

import io.float2.UsageException;
import io.float2.UserException;
import io.float2.connect.ConnectFailure;
import java.io.PrintWriter;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one sentence and the exit code 1, or 2 where the command itself makes no sense. */
final class FailureHandler implements IExecutionExceptionHandler {

    private final Float2Command root;

    FailureHandler(Float2Command root) {
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        if (Interrupt.isEnding()) {
            // Ctrl-C cancelled the statement: the failure is only its echo.
            return CommandLine.ExitCode.SOFTWARE;
        }
        PrintWriter err = commandLine.getErr();
        root.terminal().endProgress(err);
        err.println("float2: " + sentence(failure));
        if (failure instanceof UsageException) {
            UsageErrorHandler.tellOfHelp(commandLine, err);
        }
        if (root.verbose()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof UsageException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static String sentence(Exception failure) {
        if (failure instanceof UserException || failure instanceof ConnectFailure) {
            return failure.getMessage();
        }
        if (failure instanceof SQLException sql) {
            return sentence(sql);
        }
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message)
                + " (not expected; --verbose shows where it happened)";
    }

    private static String sentence(SQLException failure) {
        StringBuilder sentence = new StringBuilder();
        ServerErrorMessage server = failure instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        if (server == null) {
            sentence.append(failure.getMessage());
        } else {
            sentence.append(server.getMessage());
            append(sentence, "; ", server.getDetail());
            append(sentence, "; ", server.getHint());
        }
        return sentence.append(" (SQLSTATE ").append(failure.getSQLState()).append(')').toString();
    }

    private static void append(StringBuilder sentence, String separator, String part) {
        if (part != null) {
            sentence.append(separator).append(part);
        }
    }
}
