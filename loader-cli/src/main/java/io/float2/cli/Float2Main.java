package io.float2.cli;

import java.util.List;
import picocli.CommandLine;

/** Starts the command. */
public final class Float2Main {

    private Float2Main() {}

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("--version")) {
            // Programs ask for this, and need not wait for the command line's classes.
            for (String line : Version.lines()) {
                System.out.println(line);
            }
            return;
        }
        Interrupt interrupt = Interrupt.watch();
        int exitCode = CommandLine.ExitCode.SOFTWARE;
        try {
            exitCode = commandLine(Terminal.ofProcess(), args).execute(args);
        } catch (OutOfMemoryError e) {
            System.err.println("float2: out of memory; give Java more with JAVA_TOOL_OPTIONS=-Xmx…");
        } catch (Error e) {
            System.err.println("float2: " + e + " (not expected; --verbose shows where it happened)");
            if (List.of(args).contains("--verbose")) {
                e.printStackTrace();
            }
        } finally {
            interrupt.ends();
        }
        System.exit(exitCode);
    }

    /**
     * The command line that is able to run {@code args}; also the way in for tests, which redirect its writers.
     *
     * @param terminal where progress is shown live
     */
    public static CommandLine commandLine(Terminal terminal, String... args) {
        Float2Command root = new Float2Command(terminal);
        CommandLine commandLine = new CommandLine(root);
        Subcommands.addTo(commandLine, args);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionExceptionHandler(new FailureHandler(root));
        commandLine.setParameterExceptionHandler(new UsageErrorHandler());
        return commandLine;
    }
}
