package io.float2.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    private static final String JSON = "{\"text\":\"a \\\"b\\\" \\u00e4\",\"number\":9007199254740993,\"exact\":0.1,\"flag\":true,\"nothing\":null,"
            + "\"list\":[1,\"two\",[],{}],\"huge\":123456789012345678901234567890}";

    @Test
    void valuesComeAsTheyAre() {
        Parameters parameters = Parameters.parse(JSON);
        assertThat(parameters.text("text")).isEqualTo("a \"b\" ä");
        assertThat(parameters.number("number")).as("more than a double holds").isEqualTo(9007199254740993L);
        assertThat(parameters.asMap()).containsEntry("exact", new BigDecimal("0.1")).containsEntry("nothing", null)
                .containsEntry("huge", new BigDecimal("123456789012345678901234567890"))
                .containsEntry("list", Arrays.asList(1L, "two", List.of(), Map.of()));
        assertThat(parameters.flag("flag", false)).isTrue();
        assertThat(parameters.flag("other", true)).isTrue();
        assertThat(parameters.optionalText("nothing")).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Parameters parameters = Parameters.parse(JSON);
        assertThat(Parameters.parse(parameters.json()).asMap()).isEqualTo(parameters.asMap());
        assertThat(Parameters.of(Map.of("n", 1)).number("n")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "5", "{", "{} {}", "{\"a\":}", "null", "{\"a\":NaN}"})
    void whatIsNoObjectIsRefused(String json) {
        assertThatThrownBy(() -> Parameters.parse(json)).isInstanceOf(UserException.class).hasMessageEndingWith(json);
    }

    @Test
    void aMissingOrWrongParameterIsNamed() {
        Parameters parameters = Parameters.parse("{\"a\":\"x\"}");
        assertThatThrownBy(() -> parameters.text("b")).hasMessage("the parameter \"b\" is missing");
        assertThatThrownBy(() -> parameters.number("a")).hasMessage("the parameter \"a\" must be a whole number, not \"x\"");
    }
}
