package io.float2.jdbc;

import io.float2.kernel.Float2;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.util.PGobject;

/**
 * A {@code float2[]} value: as a parameter with {@code setObject}, as a result with {@code getObject(column, Float2Vector.class)}.
 *
 * <p>It is a vector: one dimension, no NULL elements. An array that is none is refused when it is read; the error names the
 * element or the dimensions. Made with a constructor it travels as text, made by {@link Float2Types#vector} in binary.
 * An SQL NULL is {@code null}, or this class with no elements to get ({@link #isNull}).
 */
public class Float2Vector extends PGobject {

    private static final long serialVersionUID = 1L;

    private short[] halves;

    /** For the driver, which fills it in. */
    public Float2Vector() {
        type = Float2Types.ARRAY;
    }

    /** The values rounded to halves, to nearest even; past 65519.99 they become infinite. */
    public Float2Vector(float[] values) {
        this();
        this.halves = Float2.toHalf(values);
    }

    /** Of bit patterns, which are copied. */
    public static Float2Vector ofHalves(short[] halves) {
        Float2Vector vector = new Float2Vector();
        vector.halves = halves.clone();
        return vector;
    }

    /** The elements, exactly; null when this is an SQL NULL. */
    public float[] toFloats() {
        return halves == null ? null : Float2.toFloat(halves);
    }

    /** The elements' bit patterns, a copy; null when this is an SQL NULL. */
    public short[] toHalves() {
        return halves == null ? null : halves.clone();
    }

    /** Number of elements; 0 when this is an SQL NULL. */
    public int length() {
        return halves == null ? 0 : halves.length;
    }

    @Override
    public boolean isNull() {
        return halves == null;
    }

    /** The elements as they are kept. */
    short[] halves() {
        return halves;
    }

    void setHalves(short[] read) {
        halves = read;
    }

    @Override
    public void setValue(String text) throws SQLException {
        halves = text == null ? null : ArrayText.parse(text);
    }

    @Override
    public String getValue() {
        return halves == null ? null : ArrayText.format(halves);
    }

    /** Bit for bit: unlike in SQL, the two zeros differ, and a NaN equals itself. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Float2Vector vector && Arrays.equals(halves, vector.halves);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(halves);
    }

    @Override
    public Float2Vector clone() throws CloneNotSupportedException {
        Float2Vector copy = (Float2Vector) super.clone();
        copy.halves = toHalves();
        return copy;
    }

    @Override
    public String toString() {
        return String.valueOf(getValue());
    }
}
