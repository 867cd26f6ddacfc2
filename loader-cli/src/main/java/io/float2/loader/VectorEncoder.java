package io.float2.loader;

import io.float2.UserException;
import io.float2.kernel.Float2;
import io.float2.sql.VectorType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;

/**
 * Writes vectors as arrays of float2 or float4, and counts values that are not finite.
 *
 * <p>Every element is preceded by its length, so all bytes but the values are the same for all rows: they are laid out once, and
 * a row only puts its values between them.
 */
final class VectorEncoder implements FieldEncoder {

    /** Dimensions, flags, element type, length and lower bound. */
    private static final int ARRAY_HEADER = 5 * Integer.BYTES;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int MAGNITUDE = 0x7fff_ffff;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** The smallest magnitude that is nearer to a half's infinity than to its largest number. */
    private static final int HALF_OVERFLOW = Float.floatToRawIntBits(65520f);

    private final int dimension;
    private final boolean halves;
    private final int threshold;
    private final OverflowPolicy onOverflow;
    private final byte[] image;
    private final short[] narrowed;

    private long overflowed;
    private long infinite;
    private long notANumber;
    private long affectedRows;

    /** @param elementOid the element type's OID on the server that is copied to */
    VectorEncoder(VectorType type, int elementOid, int dimension, OverflowPolicy onOverflow) {
        this.dimension = dimension;
        this.onOverflow = onOverflow;
        halves = type == VectorType.FLOAT2_ARRAY;
        threshold = halves ? HALF_OVERFLOW : INFINITY;
        narrowed = new short[halves ? dimension : 0];
        image = new byte[Integer.BYTES + ARRAY_HEADER + dimension * (Integer.BYTES + type.elementBytes())];
        int[] head = {image.length - Integer.BYTES, 1, 0, elementOid, dimension, 1};
        for (int i = 0; i < head.length; i++) {
            INTS.set(image, i * Integer.BYTES, head[i]);
        }
        for (int i = 0; i < dimension; i++) {
            INTS.set(image, lengthAt(i, type.elementBytes()), type.elementBytes());
        }
    }

    private static int lengthAt(int element, int elementBytes) {
        return Integer.BYTES + ARRAY_HEADER + element * (Integer.BYTES + elementBytes);
    }

    @Override
    public void encode(VectorBatch batch, int row, CopyBuffer out) throws SQLException {
        float[] values = batch.values();
        int from = row * dimension;
        if (greatestMagnitude(values, from) >= threshold) {
            count(batch, row);
        }
        int first = lengthAt(0, 0) + Integer.BYTES;
        if (halves) {
            Float2.toHalf(values, from, narrowed, 0, dimension);
            for (int i = 0; i < dimension; i++) {
                SHORTS.set(image, first + i * (Integer.BYTES + Short.BYTES), narrowed[i]);
            }
        } else {
            for (int i = 0; i < dimension; i++) {
                INTS.set(image, first + i * 2 * Integer.BYTES, Float.floatToRawIntBits(values[from + i]));
            }
        }
        out.putBytes(image);
    }

    /** What has been counted so far. */
    ValueCounts counts() {
        return new ValueCounts(overflowed, infinite, notANumber, affectedRows);
    }

    /** As bits, which grow with the magnitude; infinity and NaN come last. */
    private int greatestMagnitude(float[] values, int from) {
        int greatest = 0;
        for (int i = from; i < from + dimension; i++) {
            greatest = Math.max(greatest, Float.floatToRawIntBits(values[i]) & MAGNITUDE);
        }
        return greatest;
    }

    private void count(VectorBatch batch, int row) {
        affectedRows++;
        for (int i = 0; i < dimension; i++) {
            float value = batch.values()[row * dimension + i];
            int magnitude = Float.floatToRawIntBits(value) & MAGNITUDE;
            if (magnitude > INFINITY) {
                notANumber++;
            } else if (magnitude == INFINITY && !batch.isOverflowed(row)) {
                infinite++;
            } else if (magnitude >= threshold) {
                overflowed++;
                if (onOverflow == OverflowPolicy.REJECT) {
                    throw new UserException(batch.whereIs(row) + ": the value " + (i + 1) + " of the vector, "
                            + (magnitude == INFINITY ? "beyond float4" : value) + ", is too large for "
                            + (halves ? "float2, which ends at 65504" : "float4"));
                }
            }
        }
    }
}
