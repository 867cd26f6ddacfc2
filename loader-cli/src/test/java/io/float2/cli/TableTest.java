package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAlignedNumbersToTheRight() {
        StringWriter text = new StringWriter();
        new Table("name", "rows", "size")
                .row("photos", "20,000", "5.2 MB")
                .row("a", 7, null)
                .print(new PrintWriter(text));
        assertThat(text.toString().lines()).containsExactly(
                "name      rows    size",
                "------  ------  ------",
                "photos  20,000  5.2 MB",
                "a            7");
    }

    @Test
    void aRowThatDoesNotFitTheHeadersIsRefused() {
        assertThatThrownBy(() -> new Table("a", "b").row("only one")).isInstanceOf(IllegalArgumentException.class);
    }
}
