package io.float2.bench;

import io.float2.kernel.Float2;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes vectors as fvecs, which the loader reads. */
final class VecsWriter {

    private static final int BUFFER = 1 << 20;

    private VecsWriter() {}

    static void write(Path file, short[][] vectors) throws IOException {
        int rowBytes = Integer.BYTES + vectors[0].length * Float.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(rowBytes, BUFFER)).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            for (short[] vector : vectors) {
                if (buffer.remaining() < rowBytes) {
                    drain(buffer, channel);
                }
                buffer.putInt(vector.length);
                buffer.asFloatBuffer().put(Float2.toFloat(vector));
                buffer.position(buffer.position() + vector.length * Float.BYTES);
            }
            drain(buffer, channel);
        }
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
