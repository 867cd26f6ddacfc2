package io.float2.jdbc;

import io.float2.kernel.Float2;
import java.sql.SQLException;

/** The server's text form of an array of numbers, such as <code>{1,-0.5,NaN}</code> or <code>[0:1]={1,2}</code>. */
final class ArrayText {

    private ArrayText() {
    }

    static short[] parse(String text) throws SQLException {
        int start = text.indexOf('{');
        if (start < 0 || !text.endsWith("}")) {
            throw VectorRule.malformed("it is the text \"" + text + "\"");
        }
        if (text.charAt(start + 1) == '{') {
            VectorRule.requireOneDimension(leadingBraces(text, start));
        }
        String elements = text.substring(start + 1, text.length() - 1);
        if (elements.isEmpty()) {
            return new short[0];
        }
        String[] parts = elements.split(",", -1);
        short[] halves = new short[parts.length];
        for (int i = 0; i < parts.length; i++) {
            halves[i] = parseElement(parts[i].strip(), i + 1);
        }
        return halves;
    }

    /** The shortest text of the float that the half is; it reads back as the same half. */
    static String format(short[] halves) {
        StringBuilder text = new StringBuilder(2 + 8 * halves.length).append('{');
        for (int i = 0; i < halves.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(format(halves[i]));
        }
        return text.append('}').toString();
    }

    /** As the server prints it, but for the exponents of large and small numbers. */
    static String format(short half) {
        String text = Float.toString(Float2.toFloat(half));
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static short parseElement(String text, int number) throws SQLException {
        if (text.equalsIgnoreCase("NULL")) {
            throw VectorRule.nullElement(number);
        }
        try {
            return Float2.toHalf(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw VectorRule.malformed("element " + number + " is \"" + text + "\"");
        }
    }

    private static int leadingBraces(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) == '{') {
            end++;
        }
        return end - start;
    }
}
