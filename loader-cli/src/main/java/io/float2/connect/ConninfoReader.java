package io.float2.connect;

import io.float2.UserException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code key=value key='value with \' quote'}, libpq's list of settings. */
final class ConninfoReader {

    private final String text;
    private int at;

    ConninfoReader(String text) {
        this.text = text;
    }

    Map<String, String> read() {
        Map<String, String> values = new LinkedHashMap<>();
        for (skipBlanks(); at < text.length(); skipBlanks()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new UserException("the value of --dsn has no = after its setting number " + (values.size() + 1));
            }
            String key = text.substring(at, equals).strip();
            at = equals + 1;
            skipBlanks();
            values.put(key, value(key));
        }
        return values;
    }

    private String value(String key) {
        boolean quoted = at < text.length() && text.charAt(at) == '\'';
        if (quoted) {
            at++;
        }
        StringBuilder value = new StringBuilder();
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted ? c == '\'' : Character.isWhitespace(c)) {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        if (quoted) {
            throw new UserException("the value of --dsn has no closing quote after " + key + "=");
        }
        return value.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
