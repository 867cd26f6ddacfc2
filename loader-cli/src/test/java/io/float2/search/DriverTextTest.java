package io.float2.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverTextTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "a = 1|a = 1",
        "tags ? 'x'|tags ?? 'x'",
        "tags ?& array['a?']|tags ??& array['a?']",
        "a = 'really?'|a = 'really?'",
        "\"a?\" ? 'it''s?'|\"a?\" ?? 'it''s?'",
        "$$a?$$ ? b|$$a?$$ ?? b",
        "a /* ? */ ? b -- ?|a /* ? */ ?? b -- ?",
        "a - b / c|a - b / c",
        "?|??",
        "a = 'open?|a = 'open?",
    })
    void onlyQuestionMarksOutsideQuotesAreDoubled(String sql, String escaped) {
        assertThat(DriverText.escape(sql)).isEqualTo(escaped);
    }
}
