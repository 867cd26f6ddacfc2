package io.float2.loader.source;

import io.float2.sql.VectorType;
import java.math.BigDecimal;

/**
 * Reads numbers written in decimal, rounding once to the type they are meant for.
 *
 * <p>Going by way of double or float4 would round twice: 1.00048828125000001 is above the middle between two halves, but the
 * nearest float4 is that middle, and would then go the wrong way. So a value meant for halves comes back as a float4 that is no
 * middle unless the text is.
 */
public final class NumberText {

    /** Powers of ten that a double holds exactly. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private static final int MAX_DIGITS = 18;
    private static final long MAX_EXACT = 1L << 53;

    /** Below this magnitude every half is zero, and the float4 format loses digits. */
    private static final double TINY = 0x1p-120;

    /** Significand bits of a double beyond those of a half and its middles. */
    private static final long BEYOND_HALF_MIDDLES = (1L << 41) - 1;

    /** Significand bits of a double beyond those of a float4, and the pattern of a middle. */
    private static final long BEYOND_FLOAT = (1L << 29) - 1;

    private static final long FLOAT_MIDDLE = 1L << 28;

    private final boolean toHalf;
    private boolean overflowed;

    public NumberText(VectorType target) {
        toHalf = target.isHalf();
    }

    /** Whether the last number was finite in the text and is too large for a float4. Numbers meant for halves stay finite. */
    public boolean overflowed() {
        return overflowed;
    }

    /**
     * Reads the number in {@code text[from, to)}, which may be NaN or Infinity in any case, as the server spells them.
     *
     * @throws NumberFormatException when that is no number
     */
    public float parse(char[] text, int from, int to) {
        overflowed = false;
        if (from >= to) {
            throw new NumberFormatException("empty");
        }
        int at = from;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        if (at < to && (text[at] | 0x20) > 'e') {
            return special(text, at, to, negative);
        }
        long digits = 0;
        int digitCount = 0;
        int seen = 0;
        int scale = 0;
        boolean point = false;
        for (; at < to; at++) {
            char c = text[at];
            if (c == '.' && !point) {
                point = true;
            } else if (c >= '0' && c <= '9') {
                seen++;
                if (digitCount > 0 || c != '0') {
                    digitCount++;
                }
                if (digitCount <= MAX_DIGITS) {
                    digits = digits * 10 + (c - '0');
                }
                scale -= point ? 1 : 0;
            } else {
                break;
            }
        }
        if (seen == 0) {
            throw new NumberFormatException("no digits");
        }
        if (at < to) {
            scale += exponent(text, at, to);
        }
        if (digitCount > MAX_DIGITS || digits > MAX_EXACT || Math.abs(scale) >= EXACT_POWERS.length) {
            return slow(new String(text, from, to - from));
        }
        // Both operands are exact, so the result is rounded once; the remainder tells whether it is exact, too.
        double power = EXACT_POWERS[Math.abs(scale)];
        double value = scale < 0 ? digits / power : digits * power;
        boolean exact = scale < 0 ? Math.fma(value, power, -digits) == 0 : Math.fma(digits, power, -value) == 0;
        return round(negative ? -value : value, exact, text, from, to);
    }

    private static int exponent(char[] text, int from, int to) {
        if ((text[from] | 0x20) != 'e' || from + 1 == to) {
            throw new NumberFormatException("trailing characters");
        }
        int at = from + 1;
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        if (at == to) {
            throw new NumberFormatException("empty exponent");
        }
        int exponent = 0;
        for (; at < to; at++) {
            if (text[at] < '0' || text[at] > '9') {
                throw new NumberFormatException("trailing characters");
            }
            // A larger one makes no difference to a float: it is infinite or zero already.
            exponent = Math.min(100_000, exponent * 10 + (text[at] - '0'));
        }
        return negative ? -exponent : exponent;
    }

    private static float special(char[] text, int at, int to, boolean negative) {
        String word = new String(text, at, to - at);
        if (word.equalsIgnoreCase("nan")) {
            return Float.NaN;
        }
        if (word.equalsIgnoreCase("infinity") || word.equalsIgnoreCase("inf")) {
            return negative ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        }
        throw new NumberFormatException("no number");
    }

    private float slow(String text) {
        return round(Double.parseDouble(text), false, text.toCharArray(), 0, text.length());
    }

    private float round(double value, boolean exact, char[] text, int from, int to) {
        return toHalf ? roundToOdd(value, exact, text, from, to) : roundToNearest(value, exact, text, from, to);
    }

    private float roundToNearest(double value, boolean exact, char[] text, int from, int to) {
        boolean doubtful = !exact
                && (Math.abs(value) < Float.MIN_NORMAL || (Double.doubleToRawLongBits(value) & BEYOND_FLOAT) == FLOAT_MIDDLE);
        float rounded = doubtful ? Float.parseFloat(new String(text, from, to - from)) : (float) value;
        overflowed = Float.isInfinite(rounded);
        return rounded;
    }

    /** As below, for a value that is meant as it is. */
    static float roundToOdd(double value) {
        return roundToOdd(value, true, null, 0, 0);
    }

    /** Cuts the digits off that a float4 has no room for, and sets its last bit when any of them was not zero. */
    private static float roundToOdd(double value, boolean exact, char[] text, int from, int to) {
        double magnitude = Math.abs(value);
        if (magnitude > Float.MAX_VALUE) {
            return (float) Math.copySign(Float.MAX_VALUE, value);
        }
        if (magnitude < TINY) {
            return (float) Math.copySign(magnitude == 0 && exact ? 0 : TINY, value);
        }
        double given = value;
        if (!exact && (Double.doubleToRawLongBits(value) & BEYOND_HALF_MIDDLES) == 0) {
            // The double may be a middle that the text only comes close to.
            int side = new BigDecimal(new String(text, from, to - from)).compareTo(new BigDecimal(value));
            given = side > 0 ? Math.nextUp(value) : side < 0 ? Math.nextDown(value) : value;
        }
        float nearest = (float) given;
        if (nearest == given) {
            return nearest;
        }
        int bits = Float.floatToRawIntBits(nearest);
        if (Math.abs((double) nearest) > Math.abs(given)) {
            bits--;
        }
        return Float.intBitsToFloat(bits | 1);
    }
}
