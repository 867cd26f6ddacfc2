package io.float2.loader.source;

import io.float2.sql.VectorType;

/** Reads vectors written as {@code [1, 2.5]} or {@code {1,2.5}}. */
final class VectorText {

    private final NumberText numbers;
    private boolean overflowed;

    /** @param target what the values are rounded to */
    VectorText(VectorType target) {
        numbers = new NumberText(target);
    }

    /** Whether a text looks like a vector: only its ends are looked at. */
    static boolean isVector(String text) {
        String stripped = text == null ? "" : text.strip();
        return stripped.length() > 1 && isPair(stripped.charAt(0), stripped.charAt(stripped.length() - 1));
    }

    /** Whether the last vector had a finite value that is Infinity as a float4. */
    boolean overflowed() {
        return overflowed;
    }

    /**
     * Reads a vector; values for which {@code target} has no room are counted, but not kept.
     *
     * @return the number of values
     * @throws IllegalArgumentException when the text is no vector; the message completes "the column c …"
     */
    int parse(char[] text, int offset, int length, float[] target, int at, int room) {
        overflowed = false;
        int from = skipBlanks(text, offset, offset + length);
        int to = skipBlanksBack(text, from, offset + length);
        if (from == to) {
            throw new IllegalArgumentException("holds no vector");
        }
        if (to - from < 2 || !isPair(text[from], text[to - 1])) {
            throw new IllegalArgumentException("holds no vector in [brackets] or {braces}");
        }
        from = skipBlanks(text, from + 1, to - 1);
        to--;
        int count = 0;
        while (from < to) {
            int comma = from;
            while (comma < to && text[comma] != ',') {
                comma++;
            }
            float value = number(text, from, comma, count + 1);
            if (count < room) {
                target[at + count] = value;
            }
            count++;
            if (comma == to - 1) {
                throw new IllegalArgumentException("holds a vector whose value " + (count + 1) + " is missing");
            }
            from = comma + 1;
        }
        return count;
    }

    private float number(char[] text, int from, int to, int position) {
        int begin = skipBlanks(text, from, to);
        int end = skipBlanksBack(text, begin, to);
        try {
            float value = numbers.parse(text, begin, end);
            overflowed |= numbers.overflowed();
            return value;
        } catch (NumberFormatException e) {
            String word = ShownValue.of(new String(text, begin, end - begin));
            throw new IllegalArgumentException("holds a vector whose value " + position
                    + (word.isEmpty() ? " is missing" : " is no number: " + word), e);
        }
    }

    private static boolean isPair(char open, char close) {
        return open == '[' && close == ']' || open == '{' && close == '}';
    }

    static int skipBlanks(char[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] <= ' ') {
            at++;
        }
        return at;
    }

    static int skipBlanksBack(char[] text, int from, int to) {
        int at = to;
        while (at > from && text[at - 1] <= ' ') {
            at--;
        }
        return at;
    }
}
