package io.float2.cli;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes maps, records, collections, numbers, texts and null as JSON on one line. */
final class Json {

    private Json() {}

    static String of(Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, Object value) {
        if (value == null || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Number number) {
            // JSON has no word for infinity and NaN.
            boolean finite = !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
            text.append(finite ? number.toString() : "null");
        } else if (value instanceof Map<?, ?> map) {
            writeObject(text, map);
        } else if (value instanceof Collection<?> items) {
            writeArray(text, items);
        } else if (value instanceof Record item) {
            writeRecord(text, item);
        } else {
            writeString(text, value.toString());
        }
    }

    private static void writeObject(StringBuilder text, Map<?, ?> map) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            writeString(text, entry.getKey().toString());
            text.append(':');
            write(text, entry.getValue());
            separator = ',';
        }
        text.append(separator == '{' ? "{}" : "}");
    }

    private static void writeArray(StringBuilder text, Collection<?> items) {
        char separator = '[';
        for (Object item : items) {
            text.append(separator);
            write(text, item);
            separator = ',';
        }
        text.append(separator == '[' ? "[]" : "]");
    }

    private static void writeRecord(StringBuilder text, Record item) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : item.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                fields.put(component.getName(), component.getAccessor().invoke(item));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        writeObject(text, fields);
    }

    private static void writeString(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
