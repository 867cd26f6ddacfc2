package io.float2.bench;

import io.float2.kernel.Float2;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/** A parameter of pgvector's type halfvec that travels in binary, as a {@code float2[]} does. It is not read back. */
public final class HalfvecParameter extends PGobject implements PGBinaryObject {

    static final String TYPE = "halfvec";

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int HEADER = 2 * Short.BYTES;

    private short[] halves = {};

    /** For the driver. */
    public HalfvecParameter() {
        type = TYPE;
    }

    HalfvecParameter(short[] halves) {
        this();
        this.halves = halves.clone();
    }

    @Override
    public void setByteValue(byte[] bytes, int offset) {
        throw new UnsupportedOperationException("a halfvec is only sent");
    }

    @Override
    public int lengthInBytes() {
        return HEADER + halves.length * Short.BYTES;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, lengthInBytes());
        buffer.putShort((short) halves.length).putShort((short) 0).asShortBuffer().put(halves);
    }

    @Override
    public String getValue() {
        return Arrays.toString(Float2.toFloat(halves));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HalfvecParameter that && Arrays.equals(halves, that.halves);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(halves);
    }

    @Override
    public HalfvecParameter clone() {
        return new HalfvecParameter(halves);
    }
}
