package io.float2.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the error stream is connected to.
 *
 * <p>Thread safe.
 */
public final class Terminal {

    private static final int DEFAULT_WIDTH = 80;

    private final boolean live;
    private final int width;
    private boolean lineOpen;

    private Terminal(boolean live, int width) {
        this.live = live;
        this.width = width;
    }

    /** No terminal: progress comes as plain lines. */
    public static Terminal none() {
        return new Terminal(false, DEFAULT_WIDTH);
    }

    /** A terminal of the given width. */
    public static Terminal ofWidth(int columns) {
        return new Terminal(true, columns);
    }

    static Terminal ofProcess() {
        if (!errorStreamIsTerminal() || "dumb".equals(System.getenv("TERM"))) {
            return none();
        }
        try {
            return ofWidth(Math.max(20, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "").strip())));
        } catch (NumberFormatException e) {
            return ofWidth(DEFAULT_WIDTH);
        }
    }

    /** Whether a line may be redrawn in place. */
    boolean isLive() {
        return live;
    }

    /** Columns of the terminal. */
    int width() {
        return width;
    }

    /** Draws over the live line. */
    synchronized void redraw(PrintWriter err, String line) {
        String visible = line.length() < width ? line : line.substring(0, width - 1);
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
