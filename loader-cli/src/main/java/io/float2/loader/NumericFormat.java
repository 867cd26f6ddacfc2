package io.float2.loader;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Locale;

/** The binary form of numeric: groups of four decimal digits. */
final class NumericFormat {

    private static final int GROUP = 4;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xc000;
    private static final int POSITIVE_INFINITY = 0xd000;
    private static final int NEGATIVE_INFINITY = 0xf000;

    /** The server's own limits on digits before and after the decimal point. */
    private static final int MAX_WHOLE_DIGITS = 131_072;

    private static final int MAX_SCALE = 16_383;

    private NumericFormat() {}

    /** @throws NumberFormatException when the text is no number that numeric holds */
    static void encode(String text, CopyBuffer out) throws SQLException {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> encodeSpecial(NAN, out);
            case "infinity", "inf", "+infinity", "+inf" -> encodeSpecial(POSITIVE_INFINITY, out);
            case "-infinity", "-inf" -> encodeSpecial(NEGATIVE_INFINITY, out);
            default -> encode(new BigDecimal(text), out);
        }
    }

    private static void encodeSpecial(int sign, CopyBuffer out) throws SQLException {
        out.putInt(4 * Short.BYTES);
        out.putLong((long) sign << 16);
    }

    private static void encode(BigDecimal value, CopyBuffer out) throws SQLException {
        if (value.scale() > MAX_SCALE || (long) value.precision() - value.scale() > MAX_WHOLE_DIGITS) {
            throw new NumberFormatException("out of range");
        }
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        int scale = plain.scale();
        String digits = plain.unscaledValue().abs().toString();
        if (plain.unscaledValue().equals(BigInteger.ZERO)) {
            digits = "";
        }
        int fractionGroups = (scale + GROUP - 1) / GROUP;
        digits = digits.isEmpty() ? digits : digits + "0".repeat(fractionGroups * GROUP - scale);
        int groups = (digits.length() + GROUP - 1) / GROUP;
        digits = "0".repeat(groups * GROUP - digits.length()) + digits;
        out.putInt((4 + groups) * Short.BYTES);
        out.putShort(groups);
        out.putShort(groups - fractionGroups - 1);
        out.putShort(value.signum() < 0 ? NEGATIVE : 0);
        out.putShort(scale);
        for (int group = 0; group < groups; group++) {
            out.putShort(Integer.parseInt(digits, group * GROUP, (group + 1) * GROUP, 10));
        }
    }
}
