package io.float2.jdbc;

import io.float2.kernel.Float2;
import java.sql.SQLException;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A single {@code float2}. The driver needs it to take an array apart for who asks for a {@code java.sql.Array} or for text.
 */
public final class Float2Value extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1L;

    private boolean present;
    private short half;

    /** For the driver, which fills it in. */
    public Float2Value() {
        type = Float2Types.ELEMENT;
    }

    /** The value rounded to a half, to nearest even; past 65519.99 it becomes infinite. */
    public Float2Value(float value) {
        this();
        set(Float2.toHalf(value));
    }

    /** The value, exactly; NaN when this is an SQL NULL. */
    public float toFloat() {
        return present ? Float2.toFloat(half) : Float.NaN;
    }

    @Override
    public boolean isNull() {
        return !present;
    }

    @Override
    public void setValue(String text) throws SQLException {
        if (text == null) {
            present = false;
        } else {
            set(ArrayText.parseElement(text, 1));
        }
    }

    @Override
    public String getValue() {
        return present ? ArrayText.format(half) : null;
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        set((short) ((value[offset] & 0xFF) << Byte.SIZE | (value[offset + 1] & 0xFF)));
    }

    /** 0 for an SQL NULL, which the driver then sends. */
    @Override
    public int lengthInBytes() {
        return present ? Short.BYTES : 0;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        bytes[offset] = (byte) (half >> Byte.SIZE);
        bytes[offset + 1] = (byte) half;
    }

    /** Bit for bit, as {@link Float2Vector#equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Float2Value value && present == value.present && half == value.half;
    }

    @Override
    public int hashCode() {
        return present ? half : -1;
    }

    @Override
    public Float2Value clone() throws CloneNotSupportedException {
        return (Float2Value) super.clone();
    }

    @Override
    public String toString() {
        return String.valueOf(getValue());
    }

    private void set(short bits) {
        half = bits;
        present = true;
    }
}
