package io.float2.cli;

import io.float2.progress.Progress;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Shows progress on the error stream: one line redrawn in place on a terminal, else a plain line every few seconds. */
final class ProgressLine implements Progress {

    private static final long LIVE_NANOS = 100_000_000L;
    private static final int MIN_NAME = 10;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final Terminal terminal;
    private final PrintWriter err;

    private String name;
    private String unit;
    private long total;
    private long count;
    private long bytes;
    private long startedAt;
    private long shownAt;

    ProgressLine(Terminal terminal, PrintWriter err) {
        this.terminal = terminal;
        this.err = err;
    }

    @Override
    public synchronized void phase(String name, String unit, long total) {
        if (this.name != null) {
            done();
        }
        this.name = name;
        this.unit = unit;
        this.total = total;
        count = 0;
        bytes = 0;
        startedAt = System.nanoTime();
        shownAt = startedAt;
        if (terminal.isLive()) {
            terminal.redraw(err, name + " …");
        }
    }

    @Override
    public synchronized void advance(long moreCount, long moreBytes) {
        count += moreCount;
        bytes += moreBytes;
        long now = System.nanoTime();
        if (name == null || now - shownAt < (terminal.isLive() ? LIVE_NANOS : PLAIN_NANOS)) {
            return;
        }
        shownAt = now;
        String line = running((now - startedAt) / 1e9);
        if (terminal.isLive()) {
            terminal.redraw(err, line);
        } else {
            terminal.println(err, line);
        }
    }

    @Override
    public synchronized void done() {
        if (name != null) {
            terminal.println(err, finished((System.nanoTime() - startedAt) / 1e9));
            name = null;
        }
    }

    @Override
    public synchronized void note(String line) {
        terminal.println(err, line);
    }

    /** What is left out, one after the other, on a terminal where it has no room. */
    private enum Figure { BYTES, TOTAL, RATE, COUNT }

    /** load  1,200,000 of 2,000,000 rows  60.0 %  240,000 rows/s  63.4 MB/s  ETA 3.33 s; on a narrow terminal less of it. */
    private String running(double seconds) {
        EnumSet<Figure> figures = EnumSet.allOf(Figure.class);
        String line = running(seconds, figures);
        for (Figure figure : Figure.values()) {
            if (!terminal.isLive() || line.length() <= room() || figure == Figure.COUNT && total <= 0) {
                break;
            }
            figures.remove(figure);
            line = running(seconds, figures);
        }
        return nameBefore(line.length()) + line;
    }

    /** What the figures may take. */
    private int room() {
        return terminal.width() - 1 - Math.min(name.length(), MIN_NAME);
    }

    private String running(double seconds, Set<Figure> figures) {
        StringBuilder line = new StringBuilder();
        if (figures.contains(Figure.COUNT)) {
            line.append("  ").append(Human.count(count));
            if (total >= 0 && figures.contains(Figure.TOTAL)) {
                line.append(" of ").append(Human.count(total));
            }
            line.append(' ').append(unit);
        }
        if (total > 0) {
            line.append(String.format(Locale.ROOT, "  %.1f %%", 100.0 * count / total));
        }
        if (figures.contains(Figure.RATE)) {
            appendRates(line, seconds, figures.contains(Figure.BYTES));
        }
        if (total > count && count > 0) {
            line.append("  ETA ").append(Human.duration(seconds * (total - count) / count));
        }
        return line.toString();
    }

    /** The name, on a terminal cut so that the figures after it fit on the line. */
    private String nameBefore(int length) {
        int room = Math.max(MIN_NAME, terminal.width() - 1 - length);
        return terminal.isLive() && name.length() > room ? name.substring(0, room - 1) + "…" : name;
    }

    private String finished(double seconds) {
        StringBuilder line = new StringBuilder(name);
        if (count > 0) {
            line.append("  ").append(Human.count(count)).append(' ').append(unit);
        }
        line.append("  in ").append(Human.duration(seconds));
        if (count > 0) {
            appendRates(line, seconds, true);
        }
        return line.toString();
    }

    private void appendRates(StringBuilder line, double seconds, boolean withBytes) {
        line.append("  ").append(Human.rate(count / seconds, unit));
        if (bytes > 0 && withBytes) {
            line.append("  ").append(Human.bytes(bytes / seconds)).append("/s");
        }
    }
}
