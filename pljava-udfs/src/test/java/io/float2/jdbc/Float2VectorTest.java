package io.float2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Float2VectorTest {

    private static final int TYPE = 4711;

    private static Float2Vector parse(String text) throws SQLException {
        Float2Vector vector = new Float2Vector();
        vector.setValue(text);
        return vector;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 1536})
    void bytesThatWereWrittenAreReadAgain(int length) throws SQLException {
        short[] halves = new short[length];
        for (int i = 0; i < length; i++) {
            halves[i] = (short) (i * 977);
        }
        BinaryFloat2Vector vector = new BinaryFloat2Vector(TYPE, halves);
        byte[] bytes = new byte[vector.lengthInBytes() + 3];
        vector.toBytes(bytes, 3);

        BinaryFloat2Vector read = new BinaryFloat2Vector();
        read.setByteValue(bytes, 3);
        assertThat(read).isEqualTo(vector);
        assertThat(ArrayBytes.elementType(ByteBuffer.wrap(bytes, 3, bytes.length - 3))).isEqualTo(TYPE);
    }

    @Test
    void everyHalfButNanHasATextThatReadsBack() throws SQLException {
        short[] all = new short[1 << 16];
        for (int i = 0; i < all.length; i++) {
            all[i] = (i & 0x7FFF) > 0x7C00 ? 0x7E00 : (short) i;
        }
        assertThat(parse(Float2Vector.ofHalves(all).getValue()).toHalves()).isEqualTo(all);
    }

    @Test
    void theServersFormsOfAnArrayAreUnderstood() throws SQLException {
        assertThat(parse("{}").toFloats()).isEmpty();
        assertThat(parse("[0:1]={1,-2.5}").toFloats()).containsExactly(1, -2.5f);
        assertThat(parse("{NaN,Infinity,-Infinity,6e-08}").toFloats())
                .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 5.9604645e-8f);
        assertThat(parse(null).isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{1,NULL}     | 22004 | a vector must not have NULL elements, but element 2 is NULL",
        "{{1,2},{3,4}}| 2202E | a vector must have one dimension, but the array has 2",
        "{{{1}}}      | 2202E | a vector must have one dimension, but the array has 3",
        "{1,x}        | 22P03 | the value is no array of float2: element 2 is \"x\"",
        "{1           | 22P03 | the value is no array of float2: it is the text \"{1\"",
    })
    void whatIsNoVectorIsRefused(String text, String state, String message) {
        assertThatThrownBy(() -> parse(text)).hasMessage(message)
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    void bytesThatEndTooEarlyAreRefused() {
        BinaryFloat2Vector vector = new BinaryFloat2Vector(TYPE, new short[] {1, 2});
        byte[] bytes = new byte[vector.lengthInBytes()];
        vector.toBytes(bytes, 0);
        for (int length = 12; length < bytes.length; length++) {
            byte[] part = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> new BinaryFloat2Vector().setByteValue(part, 0)).isInstanceOf(SQLException.class)
                    .hasMessageContaining("its bytes end too early");
        }
    }

    @Test
    void callersArraysAreNotShared() {
        short[] halves = {1, 2};
        Float2Vector vector = Float2Vector.ofHalves(halves);
        halves[0] = 9;
        vector.toHalves()[1] = 9;
        assertThat(vector.toHalves()).containsExactly((short) 1, (short) 2);
    }

    @Test
    void aCloneIsEqualAndItsOwn() throws CloneNotSupportedException {
        Float2Vector vector = new Float2Vector(new float[] {1, 2});
        assertThat(vector.clone()).isEqualTo(vector).isNotSameAs(vector).hasSameHashCodeAs(vector);
        assertThat(new Float2Value(1).clone()).isEqualTo(new Float2Value(1)).hasToString("1");
    }
}
