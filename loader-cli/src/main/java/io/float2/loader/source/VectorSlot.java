package io.float2.loader.source;

import io.float2.sql.Identifier;
import io.float2.sql.VectorType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Takes the values of one row's vector as a reader comes upon them. There may be more than there is room for.
 */
final class VectorSlot {

    private final VectorText vectors;
    private final NumberText numbers;
    private final Narrowing narrowing;
    private float[] values;
    private int begin;
    private int room;
    private int length;
    private boolean overflowed;
    private String failure;
    private String text;
    private final BitSet missing = new BitSet();
    private final List<Float> beyond = new ArrayList<>();

    /** @param target what the values are rounded to */
    VectorSlot(VectorType target) {
        vectors = new VectorText(target);
        numbers = new NumberText(target);
        narrowing = new Narrowing(target);
    }

    /** Empties the slot and says where the next vector's values go. */
    void aim(float[] target, int at, int most) {
        values = target;
        begin = at;
        room = most;
        length = 0;
        overflowed = false;
        failure = null;
        text = null;
        missing.clear();
        beyond.clear();
    }

    /** Number of values that came. */
    int length() {
        return length;
    }

    /** Whether a value was finite and is Infinity as a float4. */
    boolean overflowed() {
        return overflowed;
    }

    /** Why there is no vector, as half a sentence; null when there is one. */
    String failure() {
        return failure;
    }

    /** The vector as text, to be mended: as it stood in the file where it is text there, else as its values are written. */
    String text() {
        if (text != null) {
            return text;
        }
        StringBuilder written = new StringBuilder("[");
        for (int i = 0; i < length; i++) {
            float value = i < room ? values[begin + i] : i - room < beyond.size() ? beyond.get(i - room) : Float.NaN;
            written.append(i == 0 ? "" : ",").append(missing.get(i) ? "NULL" : Float.toString(value));
        }
        return length == 0 ? null : written.append(']').toString();
    }

    void fail(String column, String reason) {
        failure = "the column " + Identifier.display(column) + " " + reason;
    }

    /** A whole vector as text in brackets or braces. */
    void vector(String column, char[] source, int offset, int count) {
        try {
            length = vectors.parse(source, offset, count, values, begin, room);
            overflowed = vectors.overflowed();
            keepText(overflowed, source, offset, count);
        } catch (IllegalArgumentException e) {
            fail(column, e.getMessage());
            keepText(true, source, offset, count);
        }
    }

    /** A value as text. */
    void number(String column, char[] source, int offset, int count) {
        int from = VectorText.skipBlanks(source, offset, offset + count);
        int to = VectorText.skipBlanksBack(source, from, offset + count);
        try {
            put(numbers.parse(source, from, to), numbers.overflowed());
        } catch (NumberFormatException e) {
            missing.set(length++);
            String word = ShownValue.of(new String(source, from, to - from));
            fail(column, word.isEmpty() ? "holds no number" : "holds no number: " + word);
        }
    }

    /** A value that is not there. */
    void noNumber(String column) {
        missing.set(length++);
        fail(column, "holds a vector whose value " + length + " is NULL");
    }

    void value(float value) {
        put(value, false);
    }

    void value(double value) {
        float narrowed = narrowing.narrow(value);
        put(narrowed, narrowing.overflowed());
    }

    private void put(float value, boolean tooLarge) {
        if (length < room) {
            values[begin + length] = value;
        } else if (length < VectorReader.MAX_DIMENSION) {
            beyond.add(value);
        }
        length++;
        overflowed |= tooLarge;
    }

    private void keepText(boolean wanted, char[] source, int offset, int count) {
        text = wanted ? new String(source, offset, count) : null;
    }
}
