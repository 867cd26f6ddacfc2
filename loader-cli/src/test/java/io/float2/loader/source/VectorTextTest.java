package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.sql.VectorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorTextTest {

    private final VectorText vectors = new VectorText(VectorType.FLOAT4_ARRAY);
    private final float[] values = new float[4];

    @ParameterizedTest
    @ValueSource(strings = {"[1,2.5,-3]", "{1,2.5,-3}", " [ 1 , 2.5 ,\t-3 ] ", "{1, 2.5, -3}"})
    void bracketsAndBracesAreTaken(String text) {
        assertThat(parse(text)).isEqualTo(3);
        assertThat(values).startsWith(1f, 2.5f, -3f);
    }

    @Test
    void valuesBeyondTheRoomAreCountedOnly() {
        assertThat(parse("[1,2,3,4,5,6]")).isEqualTo(6);
        assertThat(values).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|holds no vector",
        "'   '|holds no vector",
        "1,2|holds no vector in [brackets] or {braces}",
        "[1,2}|holds no vector in [brackets] or {braces}",
        "[|holds no vector in [brackets] or {braces}",
        "[1,,2]|holds a vector whose value 2 is missing",
        "[1,2,]|holds a vector whose value 3 is missing",
        "[,1]|holds a vector whose value 1 is missing",
        "[1,x,2]|holds a vector whose value 2 is no number: x",
        "{1,NULL}|holds a vector whose value 2 is no number: NULL",
    })
    void whatIsNoVectorSaysWhy(String text, String reason) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessage(reason);
    }

    @Test
    void anEmptyVectorHasNoValues() {
        assertThat(parse("[]")).isZero();
        assertThat(parse("{ }")).isZero();
    }

    @Test
    void oneValueBeyondFloatMarksTheVector() {
        parse("[1,1e39]");
        assertThat(vectors.overflowed()).isTrue();
        parse("[1,Infinity]");
        assertThat(vectors.overflowed()).isFalse();
    }

    private int parse(String text) {
        return vectors.parse(text.toCharArray(), 0, text.length(), values, 0, values.length);
    }
}
