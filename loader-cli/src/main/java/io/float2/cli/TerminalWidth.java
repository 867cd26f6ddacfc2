package io.float2.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Columns of the terminal that this process runs on, as they are now: asked for again when the window has changed. Thread safe. */
final class TerminalWidth implements IntSupplier {

    private static final int DEFAULT = 80;
    private static final int LEAST = 20;

    private volatile boolean changed = true;
    private int columns;

    TerminalWidth() {
        Signals.handle("WINCH", () -> changed = true);
    }

    @Override
    public synchronized int getAsInt() {
        if (changed) {
            changed = false;
            columns = Math.max(LEAST, measure());
        }
        return columns;
    }

    /** Shells know the columns, but do not tell their children. */
    private static int measure() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            int measured = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            // A terminal that does not know says 0.
            return measured > 0 ? measured : ofEnvironment();
        } catch (IOException | NumberFormatException e) {
            return ofEnvironment();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ofEnvironment();
        }
    }

    private static int ofEnvironment() {
        try {
            return Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "").strip());
        } catch (NumberFormatException e) {
            return DEFAULT;
        }
    }
}
