package io.float2.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyTextTest {

    @Test
    void whatMeansSomethingToCopyIsEscaped() {
        CopyText text = new CopyText();
        text.field(1L).field("a\tb\\c\nd\re").field(null).field("\\N").endRow();
        text.field("x").endRow();
        assertThat(text.toString()).isEqualTo("1\ta\\tb\\\\c\\nd\\re\t\\N\t\\\\N\nx\n");
    }

    @Test
    void whatIsNoTextIsShownAsThat() {
        assertThat(CopyText.clean("plain")).isEqualTo("plain");
        assertThat(CopyText.clean("a\0b")).isEqualTo("a\ufffdb");
        assertThat(CopyText.clean("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
        assertThat(CopyText.clean("\ud83dx\ude00")).isEqualTo("\ufffdx\ufffd");
    }
}
