package io.float2.loader;

import io.float2.kernel.Float2;
import io.float2.loader.source.NumberText;
import io.float2.sql.VectorType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Writes one value, given as text and not NULL, in the binary form of a type: the length, then the value.
 *
 * <p>The encoders are known by the type's receive function. It is what reads the bytes, so types that share it, such as an
 * enumeration and any other, or a domain's base, need no entry of their own.
 */
@FunctionalInterface
interface ValueEncoder {

    /** @throws RuntimeException when the text is no value of the type */
    void encode(String text, CopyBuffer out) throws SQLException;

    Map<String, ValueEncoder> BY_RECEIVE_FUNCTION = Map.ofEntries(
            Map.entry("boolrecv", ValueEncoder::encodeBoolean),
            Map.entry("int2recv", ValueEncoder::encodeInt2),
            Map.entry("int4recv", ValueEncoder::encodeInt4),
            Map.entry("int8recv", ValueEncoder::encodeInt8),
            Map.entry("float2_recv", ValueEncoder::encodeFloat2),
            Map.entry("float4recv", ValueEncoder::encodeFloat4),
            Map.entry("float8recv", ValueEncoder::encodeFloat8),
            Map.entry("numeric_recv", NumericFormat::encode),
            Map.entry("textrecv", ValueEncoder::encodeText),
            Map.entry("varcharrecv", ValueEncoder::encodeText),
            Map.entry("bpcharrecv", ValueEncoder::encodeText),
            Map.entry("namerecv", ValueEncoder::encodeText),
            Map.entry("citextrecv", ValueEncoder::encodeText),
            Map.entry("enum_recv", ValueEncoder::encodeText),
            Map.entry("json_recv", ValueEncoder::encodeText),
            Map.entry("jsonb_recv", ValueEncoder::encodeJsonb),
            Map.entry("bytearecv", ValueEncoder::encodeBytea),
            Map.entry("uuid_recv", ValueEncoder::encodeUuid),
            Map.entry("date_recv", TimeFormat::encodeDate),
            Map.entry("timestamp_recv", TimeFormat::encodeTimestamp),
            Map.entry("timestamptz_recv", TimeFormat::encodeTimestampWithZone));

    private static void encodeBoolean(String text, CopyBuffer out) throws SQLException {
        boolean value = switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw new IllegalArgumentException("no boolean");
        };
        out.putInt(1);
        out.putByte(value ? 1 : 0);
    }

    private static void encodeInt2(String text, CopyBuffer out) throws SQLException {
        short value = Short.parseShort(text.strip());
        out.putInt(Short.BYTES);
        out.putShort(value);
    }

    private static void encodeInt4(String text, CopyBuffer out) throws SQLException {
        int value = Integer.parseInt(text.strip());
        out.putInt(Integer.BYTES);
        out.putInt(value);
    }

    private static void encodeInt8(String text, CopyBuffer out) throws SQLException {
        long value = Long.parseLong(text.strip());
        out.putInt(Long.BYTES);
        out.putLong(value);
    }

    private static void encodeFloat2(String text, CopyBuffer out) throws SQLException {
        char[] digits = text.strip().toCharArray();
        short half = Float2.toHalf(new NumberText(VectorType.FLOAT2_ARRAY).parse(digits, 0, digits.length));
        out.putInt(Short.BYTES);
        out.putShort(half);
    }

    private static void encodeFloat4(String text, CopyBuffer out) throws SQLException {
        float value = Float.parseFloat(javaSpelling(text));
        if (Float.isInfinite(value) && isFinite(text)) {
            throw new NumberFormatException("out of range");
        }
        out.putInt(Float.BYTES);
        out.putInt(Float.floatToRawIntBits(value));
    }

    private static void encodeFloat8(String text, CopyBuffer out) throws SQLException {
        double value = Double.parseDouble(javaSpelling(text));
        if (Double.isInfinite(value) && isFinite(text)) {
            throw new NumberFormatException("out of range");
        }
        out.putInt(Double.BYTES);
        out.putLong(Double.doubleToRawLongBits(value));
    }

    /** Java spells NaN and Infinity one way only, and takes endings that SQL does not. */
    private static String javaSpelling(String text) {
        String stripped = text.strip();
        return switch (stripped.toLowerCase(Locale.ROOT)) {
            case "nan" -> "NaN";
            case "infinity", "inf", "+infinity", "+inf" -> "Infinity";
            case "-infinity", "-inf" -> "-Infinity";
            default -> {
                if (!stripped.isEmpty() && (stripped.charAt(stripped.length() - 1) | 0x20) > '9') {
                    throw new NumberFormatException("trailing characters");
                }
                yield stripped;
            }
        };
    }

    private static boolean isFinite(String text) {
        return !text.toLowerCase(Locale.ROOT).contains("inf");
    }

    private static void encodeText(String text, CopyBuffer out) throws SQLException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length);
        out.putBytes(bytes);
    }

    private static void encodeJsonb(String text, CopyBuffer out) throws SQLException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(1 + bytes.length);
        out.putByte(1);
        out.putBytes(bytes);
    }

    private static void encodeBytea(String text, CopyBuffer out) throws SQLException {
        if (!text.startsWith("\\x")) {
            throw new IllegalArgumentException("no \\x");
        }
        byte[] bytes = HexFormat.of().parseHex(text, 2, text.length());
        out.putInt(bytes.length);
        out.putBytes(bytes);
    }

    private static void encodeUuid(String text, CopyBuffer out) throws SQLException {
        String digits = text.strip().replace("-", "");
        if (digits.length() != 32) {
            throw new IllegalArgumentException("no uuid");
        }
        long high = Long.parseUnsignedLong(digits, 0, 16, 16);
        long low = Long.parseUnsignedLong(digits, 16, 32, 16);
        out.putInt(2 * Long.BYTES);
        out.putLong(high);
        out.putLong(low);
    }
}
