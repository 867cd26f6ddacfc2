package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.kernel.Float2;
import io.float2.sql.VectorType;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

    private static final int LARGEST_FINITE = 0x7bff;
    private static final BigDecimal LITTLE = new BigDecimal("1e-60");

    private final NumberText halves = new NumberText(VectorType.FLOAT2_ARRAY);
    private final NumberText floats = new NumberText(VectorType.FLOAT4_ARRAY);

    @Test
    void everyHalfComesBackFromItsExactText() {
        for (int bits = 0; bits <= LARGEST_FINITE; bits++) {
            String text = exact(bits).toPlainString();
            assertThat(half(text)).as(text).isEqualTo((short) bits);
            assertThat(half("-" + text)).as("-" + text).isEqualTo((short) (bits | 0x8000));
        }
    }

    @Test
    void aTextBetweenTwoHalvesGoesToTheNearer() {
        for (int bits = 0; bits < LARGEST_FINITE; bits++) {
            BigDecimal middle = exact(bits).add(exact(bits + 1)).divide(BigDecimal.valueOf(2));
            int even = (bits & 1) == 0 ? bits : bits + 1;
            assertThat(half(middle.toPlainString())).as("middle above %x", bits).isEqualTo((short) even);
            assertThat(half(middle.add(LITTLE).toPlainString())).as("just above the middle above %x", bits).isEqualTo((short) (bits + 1));
            assertThat(half(middle.subtract(LITTLE).toPlainString())).as("just below the middle above %x", bits).isEqualTo((short) bits);
        }
    }

    @Test
    void aTextThatWouldBeRoundedTwiceIsRoundedOnce() {
        // By way of float4 this becomes 1 + 2^-11 and then, to even, 1.
        assertThat(half("1.000488281251")).isEqualTo(half("1.0009765625"));
        assertThat(half("1.00048828125")).isEqualTo(half("1"));
    }

    @ParameterizedTest
    @CsvSource({"65519.99,7bff", "65520,7c00", "-65520,fc00", "1e30,7c00", "1e999,7c00", "2.98e-8,0000", "2.9803e-8,0001", "1e-999,0000",
        "-0,8000", "-1e-999,8000"})
    void theEndsOfTheRangeAreAsTheTypeHasThem(String text, String bits) {
        assertThat(Integer.toHexString(half(text) & 0xffff)).isEqualTo(Integer.toHexString(Integer.parseInt(bits, 16)));
    }

    @Test
    void floatsAreAsJavaReadsThem() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String text = switch (i % 4) {
                case 0 -> Float.toString(Float.intBitsToFloat(random.nextInt() & 0x7f7f_ffff));
                case 1 -> String.valueOf(random.nextGaussian());
                case 2 -> random.nextInt(1000) + "." + random.nextInt(1_000_000);
                default -> new BigDecimal(Float.intBitsToFloat(random.nextInt() & 0x7f7f_ffff)).toPlainString();
            };
            assertThat(Float.floatToRawIntBits(parse(floats, text))).as(text).isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
        }
    }

    @Test
    void middlesBetweenFloatsAreAsJavaReadsThem() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt() & 0x7e7f_ffff);
            BigDecimal middle = new BigDecimal(value).add(new BigDecimal(Math.nextUp(value))).divide(BigDecimal.valueOf(2));
            for (String text : new String[] {middle.toString(), middle + "1", middle.add(LITTLE.multiply(LITTLE)).toPlainString()}) {
                if (!text.contains("E") || !text.endsWith("1")) {
                    assertThat(parse(floats, text)).as(text).isEqualTo(Float.parseFloat(text));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "nan", "NAN"})
    void notANumberIsTakenInAnyCase(String text) {
        assertThat(parse(floats, text)).isNaN();
        assertThat(parse(halves, text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"Infinity,+", "inf,+", "+INF,+", "-infinity,-", "-Inf,-"})
    void infinityIsTakenInAnyCase(String text, String sign) {
        float expected = sign.equals("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        assertThat(parse(floats, text)).isEqualTo(expected);
        assertThat(parse(halves, text)).isEqualTo(expected);
        assertThat(floats.overflowed()).isFalse();
    }

    @Test
    void aFiniteTextBeyondFloatIsToldFromInfinity() {
        assertThat(parse(floats, "1e39")).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(floats.overflowed()).isTrue();
        assertThat(parse(halves, "1e39")).isFinite();
        assertThat(parse(floats, "1")).isEqualTo(1f);
        assertThat(floats.overflowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "1f", "1d", "abc", "--1", "1 2", "1e5x", "NaNs", "infinit"
    })
    void whatIsNoNumberIsRefused(String text) {
        assertThatThrownBy(() -> parse(floats, text)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> parse(halves, text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"+1.5,1.5", ".5,0.5", "5.,5", "1E3,1000", "1e+3,1000", "1e-3,0.001", "000012,12", "0.00000000000000000000012e22,1.2"})
    void otherSpellingsAreTaken(String text, float value) {
        assertThat(parse(floats, text)).isEqualTo(value);
        assertThat(half(text)).isEqualTo(Float2.toHalf(Double.parseDouble(text)));
    }

    private short half(String text) {
        return Float2.toHalf(parse(halves, text));
    }

    private static float parse(NumberText numbers, String text) {
        // Surrounded by digits, which must not be looked at.
        char[] buffer = ("1" + text + "2").toCharArray();
        return numbers.parse(buffer, 1, buffer.length - 1);
    }

    private static BigDecimal exact(int bits) {
        return new BigDecimal(Float2.toFloat((short) bits));
    }
}
