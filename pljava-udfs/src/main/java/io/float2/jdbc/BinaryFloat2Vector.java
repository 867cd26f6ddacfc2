package io.float2.jdbc;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.postgresql.util.PGBinaryObject;

/**
 * A vector that travels in binary. {@link Float2Types#vector} makes it, and the driver does for results; it belongs to the database
 * that it was made for or read from, whose number for the type is part of the binary form.
 */
public final class BinaryFloat2Vector extends Float2Vector implements PGBinaryObject {

    private static final long serialVersionUID = 1L;

    private int elementType;

    /** For the driver, which fills it in. */
    public BinaryFloat2Vector() {
    }

    BinaryFloat2Vector(int elementType, short[] halves) {
        this.elementType = elementType;
        setHalves(halves);
    }

    @Override
    public void setByteValue(byte[] value, int offset) throws SQLException {
        ByteBuffer buffer = ByteBuffer.wrap(value, offset, value.length - offset);
        elementType = ArrayBytes.elementType(buffer);
        setHalves(ArrayBytes.parse(buffer));
    }

    /** 0 for an SQL NULL, which the driver then sends. */
    @Override
    public int lengthInBytes() {
        return isNull() ? 0 : ArrayBytes.length(halves());
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        ArrayBytes.write(elementType, halves(), ByteBuffer.wrap(bytes, offset, bytes.length - offset));
    }
}
