package io.float2.loader;

import io.float2.UserException;
import io.float2.kernel.Float2;
import io.float2.loader.source.VectorBatch;
import io.float2.sql.VectorType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.sql.SQLException;

/**
 * Writes vectors as one of the types of a column, and counts values that are not finite.
 *
 * <p>The elements of an array are each preceded by their length, so all bytes but the values are the same for all rows: they are laid
 * out once, and a row only puts its values between them.
 */
final class VectorEncoder implements FieldEncoder {

    /** Dimensions, flags, element type, length and lower bound. */
    private static final int ARRAY_HEADER = 5 * Integer.BYTES;

    /** Dimension and two unused bytes. */
    private static final int PGVECTOR_HEADER = 2 * Short.BYTES;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int MAGNITUDE = 0x7fff_ffff;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** The smallest magnitude that is nearer to a half's infinity than to its largest number. */
    private static final float HALF_OVERFLOW = 65520f;

    private static final float HALF_LARGEST = 65504f;

    private final VectorType type;
    private final int dimension;
    private final OverflowPolicy onOverflow;
    /** From this magnitude on a value needs a look, as bits. */
    private final int threshold;
    /** What too large a value is clamped to. */
    private final float largest;
    private final byte[] image;
    /** Where the first value is in the image, and how far the next one is from it. */
    private final int first;
    private final int stride;
    /** The image's values when they are halves with the low byte first, else null. */
    private final ShortBuffer packed;
    private final short[] narrowed;
    private final float[] clampedValues;

    private long overflowed;
    private long clamped;
    private long infinite;
    private long notANumber;
    private long affectedRows;

    /** @param elementOid the element type's OID on the server that is copied to; of no meaning for a type that is no array */
    VectorEncoder(VectorType type, int elementOid, int dimension, OverflowPolicy onOverflow) {
        this(type, dimension, onOverflow, type.isArray() ? arrayImage(type, elementOid, dimension) : pgvectorImage(type, dimension),
                Integer.BYTES + (type.isArray() ? ARRAY_HEADER + Integer.BYTES : PGVECTOR_HEADER),
                type.elementBytes() + (type.isArray() ? Integer.BYTES : 0), null);
    }

    /** Writes halves as the bytes of which {@code float2_from_bytes} makes an array: the low one first, and no lengths between them. */
    static VectorEncoder packed(VectorType type, int dimension, OverflowPolicy onOverflow) {
        byte[] image = new byte[Integer.BYTES + dimension * Short.BYTES];
        INTS.set(image, 0, dimension * Short.BYTES);
        ShortBuffer halves = ByteBuffer.wrap(image, Integer.BYTES, dimension * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        return new VectorEncoder(type, dimension, onOverflow, image, Integer.BYTES, Short.BYTES, halves);
    }

    private VectorEncoder(VectorType type, int dimension, OverflowPolicy onOverflow, byte[] image, int first, int stride,
            ShortBuffer packed) {
        this.type = type;
        this.dimension = dimension;
        this.onOverflow = onOverflow;
        this.image = image;
        this.first = first;
        this.stride = stride;
        this.packed = packed;
        threshold = type.isHalf() ? Float.floatToRawIntBits(HALF_OVERFLOW)
                : type.isFloat() ? INFINITY : Float.floatToRawIntBits(-(float) Short.MIN_VALUE);
        largest = type.isHalf() ? HALF_LARGEST : type.isFloat() ? Float.MAX_VALUE : Short.MAX_VALUE;
        narrowed = new short[type.isHalf() ? dimension : 0];
        clampedValues = new float[onOverflow == OverflowPolicy.CLAMP ? dimension : 0];
    }

    private static byte[] arrayImage(VectorType type, int elementOid, int dimension) {
        int stride = Integer.BYTES + type.elementBytes();
        byte[] image = new byte[Integer.BYTES + ARRAY_HEADER + dimension * stride];
        int[] head = {image.length - Integer.BYTES, 1, 0, elementOid, dimension, 1};
        for (int i = 0; i < head.length; i++) {
            INTS.set(image, i * Integer.BYTES, head[i]);
        }
        for (int i = 0; i < dimension; i++) {
            INTS.set(image, Integer.BYTES + ARRAY_HEADER + i * stride, type.elementBytes());
        }
        return image;
    }

    private static byte[] pgvectorImage(VectorType type, int dimension) {
        byte[] image = new byte[Integer.BYTES + PGVECTOR_HEADER + dimension * type.elementBytes()];
        INTS.set(image, 0, image.length - Integer.BYTES);
        SHORTS.set(image, Integer.BYTES, (short) dimension);
        return image;
    }

    @Override
    public void encode(VectorBatch batch, int row, CopyBuffer out) throws SQLException {
        float[] values = batch.values();
        int from = row * dimension;
        if (greatestMagnitude(values, from) >= threshold) {
            count(batch, row);
            if (onOverflow == OverflowPolicy.CLAMP) {
                clamp(batch, row);
                values = clampedValues;
                from = 0;
            }
        }
        if (type.isHalf()) {
            Float2.toHalf(values, from, narrowed, 0, dimension);
            putHalves();
        } else if (type.isFloat()) {
            for (int i = 0; i < dimension; i++) {
                INTS.set(image, first + i * stride, Float.floatToRawIntBits(values[from + i]));
            }
        } else {
            putIntegers(batch, row, values, from);
        }
        out.putBytes(image);
    }

    private void putHalves() {
        if (packed != null) {
            packed.clear().put(narrowed);
            return;
        }
        for (int i = 0; i < dimension; i++) {
            SHORTS.set(image, first + i * stride, narrowed[i]);
        }
    }

    private void putIntegers(VectorBatch batch, int row, float[] values, int from) {
        for (int i = 0; i < dimension; i++) {
            float value = values[from + i];
            if (value != (short) value) {
                throw refused(batch, row, i, "is no whole number, as " + type + " holds");
            }
            SHORTS.set(image, first + i * stride, (short) value);
        }
    }

    /** What has been counted so far. */
    ValueCounts counts() {
        return new ValueCounts(overflowed, clamped, infinite, notANumber, affectedRows);
    }

    /** As bits, which grow with the magnitude; infinity and NaN come last. */
    private int greatestMagnitude(float[] values, int from) {
        int greatest = 0;
        for (int i = from; i < from + dimension; i++) {
            greatest = Math.max(greatest, Float.floatToRawIntBits(values[i]) & MAGNITUDE);
        }
        return greatest;
    }

    /** Arrays of floats hold values that are not finite; pgvector's types and integers do not. */
    private boolean holdsInfinity() {
        return type.isArray() && type.isFloat();
    }

    private void count(VectorBatch batch, int row) {
        long tooLarge = 0;
        long infinities = 0;
        long notNumbers = 0;
        for (int i = 0; i < dimension; i++) {
            float value = batch.values()[row * dimension + i];
            int magnitude = Float.floatToRawIntBits(value) & MAGNITUDE;
            boolean special = magnitude > INFINITY || magnitude == INFINITY && !batch.isOverflowed(row);
            if (special && !holdsInfinity()) {
                throw refused(batch, row, i, "is none that " + type + " holds");
            } else if (magnitude > INFINITY) {
                notNumbers++;
            } else if (special) {
                infinities++;
            } else if (magnitude >= threshold && value != Short.MIN_VALUE) {
                checkOverflow(batch, row, i);
                tooLarge++;
            }
        }
        boolean clamps = onOverflow == OverflowPolicy.CLAMP;
        overflowed += clamps ? 0 : tooLarge;
        clamped += clamps ? tooLarge : 0;
        infinite += infinities;
        notANumber += notNumbers;
        affectedRows += infinities + notNumbers + (clamps ? 0 : tooLarge) > 0 ? 1 : 0;
    }

    private void checkOverflow(VectorBatch batch, int row, int index) {
        if (onOverflow == OverflowPolicy.REJECT || onOverflow == OverflowPolicy.INFINITY && !holdsInfinity()) {
            throw refused(batch, row, index, "is too large for " + (type.isHalf() ? type.elementName() + ", which ends at 65504"
                    : type.isFloat() ? type.elementName() : type + ", which ends at 32767")
                    + (onOverflow == OverflowPolicy.REJECT ? "" : " and has no Infinity; --on-overflow clamp makes it that"));
        }
    }

    private static UserException refused(VectorBatch batch, int row, int index, String reason) {
        float value = batch.values()[row * batch.dimension() + index];
        return new UserException(batch.whereIs(row) + ": the value " + (index + 1) + " of the vector, "
                + (Float.isInfinite(value) && batch.isOverflowed(row) ? "beyond float4" : value) + ", " + reason);
    }

    private void clamp(VectorBatch batch, int row) {
        for (int i = 0; i < dimension; i++) {
            float value = batch.values()[row * dimension + i];
            boolean special = Float.isNaN(value) || Float.isInfinite(value) && !batch.isOverflowed(row);
            clampedValues[i] = special || Math.abs(value) < largest ? value : Math.copySign(largest, value);
        }
    }
}
