package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {

    private final Locale locale = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(locale);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.00 kB", "9994, 9.99 kB", "9996, 10.0 kB", "15400000, 15.4 MB", "999600, 1.00 MB",
        "1500000000, 1.50 GB"})
    void bytesHaveThreeDigits(double bytes, String text) {
        assertThat(Human.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.00083, 0.83 ms", "0.0421, 42.1 ms", "0.9996, 1.00 s", "12.34, 12.3 s", "99.96, 1 min 40 s", "3599.4, 59 min 59 s",
        "3599.6, 1 h 00 min", "3725, 1 h 02 min"})
    void durationsHaveTheUnitThatFits(double seconds, String text) {
        assertThat(Human.duration(seconds)).isEqualTo(text);
    }

    @Test
    void numbersAreTheSameInEveryLocale() {
        Locale.setDefault(Locale.forLanguageTag("hi-IN-u-nu-deva"));
        assertThat(Human.count(1234567)).isEqualTo("1,234,567");
        assertThat(Human.rate(1234.5, "rows")).isEqualTo("1,235 rows/s");
        assertThat(Human.rate(0.5, "rows")).isEqualTo("0.50 rows/s");
        assertThat(Human.duration(0.5)).isEqualTo("500 ms");
    }
}
