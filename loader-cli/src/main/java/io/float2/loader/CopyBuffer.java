package io.float2.loader;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;

/**
 * Collects the bytes of a binary COPY, big-endian, and passes them on a bufferful at a time. Not thread safe.
 */
final class CopyBuffer {

    /** Takes a bufferful; the array is reused afterwards. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int offset, int length) throws SQLException;
    }

    /** Larger than the greatest vector with all its lengths, so that only texts can be larger. */
    static final int SIZE = 1 << 19;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Sink sink;
    private final byte[] bytes;
    private int used;

    CopyBuffer(Sink sink) {
        this(sink, SIZE);
    }

    CopyBuffer(Sink sink, int size) {
        this.sink = sink;
        bytes = new byte[size];
    }

    void putByte(int value) throws SQLException {
        reserve(1);
        bytes[used++] = (byte) value;
    }

    void putShort(int value) throws SQLException {
        reserve(Short.BYTES);
        SHORTS.set(bytes, used, (short) value);
        used += Short.BYTES;
    }

    void putInt(int value) throws SQLException {
        reserve(Integer.BYTES);
        INTS.set(bytes, used, value);
        used += Integer.BYTES;
    }

    void putLong(long value) throws SQLException {
        reserve(Long.BYTES);
        LONGS.set(bytes, used, value);
        used += Long.BYTES;
    }

    /** Puts any number of bytes, in pieces when they do not fit. */
    void putBytes(byte[] source) throws SQLException {
        for (int from = 0; from < source.length;) {
            if (used == bytes.length) {
                flush();
            }
            int piece = Math.min(source.length - from, bytes.length - used);
            System.arraycopy(source, from, bytes, used, piece);
            used += piece;
            from += piece;
        }
    }

    /** Passes on what has been collected. */
    void flush() throws SQLException {
        if (used > 0) {
            sink.write(bytes, 0, used);
            used = 0;
        }
    }

    /** Drops what has been collected and not been passed on. */
    void clear() {
        used = 0;
    }

    private void reserve(int count) throws SQLException {
        if (bytes.length - used < count) {
            flush();
        }
    }
}
