package io.float2.tests;

import io.float2.cli.Float2Main;
import io.float2.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the float2 command in this process, as on a machine without a terminal. */
public final class Cli {

    private Cli() {}

    /** Runs {@code float2 args…}. */
    public static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Float2Main.commandLine(Terminal.none(), args);
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /**
     * What a command did.
     *
     * @param exitCode 0 done, 1 failed, 2 wrong usage
     * @param out all of standard output
     * @param err all of the error stream
     */
    public record Result(int exitCode, String out, String err) {

        /** The last line of standard output. */
        public String lastLine() {
            return out.strip().substring(out.strip().lastIndexOf('\n') + 1);
        }
    }
}
