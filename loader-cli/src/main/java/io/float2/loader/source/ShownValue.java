package io.float2.loader.source;

/** A value of a file as a sentence shows it: on one line, and not too long. */
public final class ShownValue {

    private static final int MOST_CHARACTERS = 60;

    private ShownValue() {}

    /** Characters that end lines or cannot be seen come as {@code \n}, {@code \t} or their number. */
    public static String of(String value) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(value.length(), MOST_CHARACTERS); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> shown.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return value.length() <= MOST_CHARACTERS ? shown.toString() : shown.append('…').toString();
    }
}
