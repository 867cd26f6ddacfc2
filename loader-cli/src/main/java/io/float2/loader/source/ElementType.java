package io.float2.loader.source;

import io.float2.kernel.Float2;
import java.nio.ByteBuffer;

/** The numbers that vectors in binary files are made of. */
enum ElementType {
    UINT8(1) {
        @Override
        void decode(ByteBuffer source, int from, float[] target, int to, int count) {
            for (int i = 0; i < count; i++) {
                target[to + i] = source.get(from + i) & 0xff;
            }
        }
    },
    INT8(1) {
        @Override
        void decode(ByteBuffer source, int from, float[] target, int to, int count) {
            for (int i = 0; i < count; i++) {
                target[to + i] = source.get(from + i);
            }
        }
    },
    INT16(2) {
        @Override
        void decode(ByteBuffer source, int from, float[] target, int to, int count) {
            for (int i = 0; i < count; i++) {
                target[to + i] = source.getShort(from + i * Short.BYTES);
            }
        }
    },
    INT32(4) {
        @Override
        boolean isWide() {
            return true;
        }

        @Override
        double wide(ByteBuffer source, int at) {
            return source.getInt(at);
        }
    },
    FLOAT16(2) {
        @Override
        void decode(ByteBuffer source, int from, float[] target, int to, int count) {
            short[] halves = new short[count];
            source.duplicate().order(source.order()).position(from).asShortBuffer().get(halves);
            Float2.toFloat(halves, 0, target, to, count);
        }
    },
    FLOAT32(4) {
        @Override
        void decode(ByteBuffer source, int from, float[] target, int to, int count) {
            source.duplicate().order(source.order()).position(from).asFloatBuffer().get(target, to, count);
        }
    },
    FLOAT64(8) {
        @Override
        boolean isWide() {
            return true;
        }

        @Override
        double wide(ByteBuffer source, int at) {
            return source.getDouble(at);
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** Whether a float4 does not hold every such number. */
    boolean isWide() {
        return false;
    }

    double wide(ByteBuffer source, int at) {
        throw new IllegalStateException(this + " is not wide");
    }

    void decode(ByteBuffer source, int from, float[] target, int to, int count) {
        throw new IllegalStateException(this + " is narrowed one by one");
    }

    /**
     * Puts one vector into a batch.
     *
     * @param source in the byte order of the numbers
     * @param from where the vector begins, from the buffer's beginning
     */
    void read(ByteBuffer source, int from, VectorBatch batch, int row, Narrowing narrowing) {
        int dimension = batch.dimension();
        if (!isWide()) {
            decode(source, from, batch.values(), row * dimension, dimension);
            return;
        }
        for (int i = 0; i < dimension; i++) {
            batch.values()[row * dimension + i] = narrowing.narrow(wide(source, from + i * bytes));
            if (narrowing.overflowed()) {
                batch.markOverflow(row);
            }
        }
    }
}
