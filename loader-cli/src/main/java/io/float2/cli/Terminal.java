package io.float2.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * What the error stream is connected to.
 *
 * <p>Thread safe.
 */
public final class Terminal {

    private final boolean live;
    private final IntSupplier width;
    private boolean lineOpen;

    private Terminal(boolean live, IntSupplier width) {
        this.live = live;
        this.width = width;
    }

    /** No terminal: progress comes as plain lines. */
    public static Terminal none() {
        return new Terminal(false, () -> Integer.MAX_VALUE);
    }

    /** A terminal of the given width. */
    public static Terminal ofWidth(int columns) {
        return new Terminal(true, () -> columns);
    }

    static Terminal ofProcess() {
        if (!errorStreamIsTerminal() || "dumb".equals(System.getenv("TERM"))) {
            return none();
        }
        return new Terminal(true, new TerminalWidth());
    }

    /** Whether a line may be redrawn in place. */
    boolean isLive() {
        return live;
    }

    /** Columns of the terminal. */
    int width() {
        return width.getAsInt();
    }

    /** Draws over the live line. There is none any more once the command has been told to end: what still comes are whole lines. */
    synchronized void redraw(PrintWriter err, String line) {
        if (Interrupt.isEnding()) {
            return;
        }
        String visible = line.length() < width() ? line : line.substring(0, width() - 1);
        err.print("\r" + visible + "\u001b[K");
        err.flush();
        lineOpen = true;
    }

    /** Puts a whole line above the live one, or just prints it. */
    synchronized void println(PrintWriter err, String line) {
        if (lineOpen) {
            err.print("\r\u001b[K");
            lineOpen = false;
        }
        err.println(line);
        err.flush();
    }

    /** Leaves the live line as it stands, so that what follows starts on a line of its own. */
    synchronized void endProgress(PrintWriter err) {
        if (lineOpen) {
            err.println();
            err.flush();
            lineOpen = false;
        }
    }

    /** Java tells this about all three streams at once only; Linux tells it of each. */
    private static boolean errorStreamIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
