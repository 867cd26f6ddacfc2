package io.float2.jdbc;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;

/**
 * The server's binary form of an array: number of dimensions, whether there are NULLs, element type, length and lower bound of each
 * dimension, then a length and the bytes for each element.
 */
final class ArrayBytes {

    private static final int HEADER = 3 * Integer.BYTES;
    private static final int DIMENSION = 2 * Integer.BYTES;
    private static final int ELEMENT = Integer.BYTES + Short.BYTES;
    private static final int ELEMENT_TYPE_AT = 2 * Integer.BYTES;

    private ArrayBytes() {
    }

    static int elementType(ByteBuffer array) {
        return array.getInt(array.position() + ELEMENT_TYPE_AT);
    }

    static short[] parse(ByteBuffer array) throws SQLException {
        try {
            int dimensions = array.getInt();
            array.getInt();             // whether there may be NULLs; the elements tell
            array.getInt();
            if (dimensions == 0) {
                return new short[0];
            }
            VectorRule.requireOneDimension(dimensions);
            short[] halves = new short[array.getInt()];
            array.getInt();             // the lower bound
            for (int i = 0; i < halves.length; i++) {
                int length = array.getInt();
                if (length < 0) {
                    throw VectorRule.nullElement(i + 1);
                }
                if (length != Short.BYTES) {
                    throw VectorRule.malformed("an element has " + length + " bytes");
                }
                halves[i] = array.getShort();
            }
            return halves;
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw VectorRule.malformed("its bytes end too early");
        }
    }

    static int length(short[] halves) {
        return HEADER + (halves.length == 0 ? 0 : DIMENSION + ELEMENT * halves.length);
    }

    static void write(int elementType, short[] halves, ByteBuffer to) {
        to.putInt(halves.length == 0 ? 0 : 1).putInt(0).putInt(elementType);
        if (halves.length > 0) {
            to.putInt(halves.length).putInt(1);
        }
        for (short half : halves) {
            to.putInt(Short.BYTES).putShort(half);
        }
    }
}
