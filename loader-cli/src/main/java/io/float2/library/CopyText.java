package io.float2.library;

/** Rows in the text format of COPY. */
final class CopyText {

    private final StringBuilder rows = new StringBuilder();
    private boolean inRow;

    /** The next field of the row; null is NULL. */
    CopyText field(Object value) {
        if (inRow) {
            rows.append('\t');
        }
        inRow = true;
        if (value == null) {
            rows.append("\\N");
        } else if (value instanceof Number) {
            rows.append(value);
        } else {
            append(clean(value.toString()));
        }
        return this;
    }

    void endRow() {
        rows.append('\n');
        inRow = false;
    }

    private void append(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                default -> rows.append(c);
            }
        }
    }

    /** What the server cannot take as text, zeros and halves of surrogate pairs, is shown as the sign for that. */
    static String clean(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || Character.isSurrogate(c) && !pair) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '\ufffd');
            } else if (pair) {
                i++;
            }
        }
        return clean == null ? text : clean.toString();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
