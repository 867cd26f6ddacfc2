package io.float2.search;

import org.postgresql.core.Parser;

/** SQL written by a user, made ready for the driver, which takes every question mark outside quotes for a parameter. */
final class DriverText {

    private DriverText() {}

    /** Doubles the question marks that are operators or parts of them, such as jsonb's; the driver halves them again. */
    static String escape(String sql) {
        char[] text = sql.toCharArray();
        StringBuilder escaped = new StringBuilder(sql.length());
        for (int at = 0; at < text.length; at++) {
            int end = switch (text[at]) {
                case '\'' -> Parser.parseSingleQuotes(text, at, true);
                case '"' -> Parser.parseDoubleQuotes(text, at);
                case '-' -> Parser.parseLineComment(text, at);
                case '/' -> Parser.parseBlockComment(text, at);
                case '$' -> Parser.parseDollarQuotes(text, at);
                default -> at;
            };
            end = Math.min(end, text.length - 1);
            escaped.append(text, at, end - at + 1);
            if (text[at] == '?') {
                escaped.append('?');
            }
            at = end;
        }
        return escaped.toString();
    }
}
