package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final StringWriter text = new StringWriter();
    private final PrintWriter err = new PrintWriter(text);

    @Test
    void aShortPhaseIsOneLineWhenPiped() {
        ProgressLine progress = new ProgressLine(Terminal.none(), err);
        progress.phase("load", 1000);
        progress.advance(400, 4000);
        progress.advance(600, 6000);
        progress.done();
        assertThat(text.toString().lines()).singleElement().asString()
                .matches("load  1,000 rows  in .* ms  [0-9,]+ rows/s  [0-9.]+ .?B/s");
    }

    @Test
    void aPhaseThatFollowsEndsTheOneBefore() {
        ProgressLine progress = new ProgressLine(Terminal.none(), err);
        progress.phase("first", 10);
        progress.phase("second", 10);
        progress.done();
        progress.done();
        assertThat(text.toString().lines().map(line -> line.replaceFirst(" .*", ""))).containsExactly("first", "second");
    }

    @Test
    void theLiveLineFitsTheTerminal() {
        ProgressLine progress = new ProgressLine(Terminal.ofWidth(30), err);
        progress.phase("a phase with quite a long name that does not fit", "tuples", 10);
        assertThat(text.toString()).isEqualTo("\ra phase with quite a long nam\u001b[K");
    }

    @Test
    void theFiguresStayVisibleWhenTheNameIsLong() throws InterruptedException {
        ProgressLine progress = new ProgressLine(Terminal.ofWidth(70), err);
        progress.phase("a phase with quite a long name that leaves no room at all for figures", "rows", 1000);
        text.getBuffer().setLength(0);
        // Redrawn no more often than the eye can follow.
        Thread.sleep(150);
        progress.advance(500, 0);
        assertThat(text.toString())
                .matches("\\ra phase [a-z ]*…  500 of 1,000 rows  50\\.0 %  [0-9,]+ rows/s  ETA .*\u001b\\[K")
                .hasSizeLessThanOrEqualTo(70 + "\r\u001b[K".length() - 1);
    }

    @Test
    void onANarrowTerminalTheTimeLeftIsShownRatherThanBytes() throws InterruptedException {
        ProgressLine progress = new ProgressLine(Terminal.ofWidth(80), err);
        progress.phase("load photos", 20_000_000_000L);
        text.getBuffer().setLength(0);
        Thread.sleep(150);
        progress.advance(12_000_000_000L, 63_400_000_000L);
        assertThat(text.toString())
                .matches("\\rload pho.*  12,000,000,000 rows  60\\.0 %  [0-9,]+ rows/s  ETA .*\u001b\\[K")
                .hasSizeLessThanOrEqualTo(80 + "\r\u001b[K".length() - 1);
    }

    @Test
    void onATinyTerminalShareAndTimeLeftAreShown() throws InterruptedException {
        ProgressLine progress = new ProgressLine(Terminal.ofWidth(40), err);
        progress.phase("load photos", 20_000_000_000L);
        text.getBuffer().setLength(0);
        Thread.sleep(150);
        progress.advance(12_000_000_000L, 63_400_000_000L);
        assertThat(text.toString()).matches("\\rload photos  60\\.0 %  ETA .*\u001b\\[K")
                .hasSizeLessThanOrEqualTo(40 + "\r\u001b[K".length() - 1);
    }

    @Test
    void aRemarkStandsAboveTheLiveLine() {
        ProgressLine progress = new ProgressLine(Terminal.ofWidth(80), err);
        progress.phase("load", 10);
        progress.note("row 3 was skipped");
        assertThat(text.toString()).endsWith("\r\u001b[Krow 3 was skipped" + System.lineSeparator());
    }
}
