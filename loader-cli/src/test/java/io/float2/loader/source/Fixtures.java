package io.float2.loader.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes small input files. */
public final class Fixtures {

    private Fixtures() {}

    /** An fvecs file with these rows. */
    public static byte[] fvecs(float[]... rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (float[] row : rows) {
            ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * row.length).order(ByteOrder.LITTLE_ENDIAN).putInt(row.length);
            for (float value : row) {
                buffer.putFloat(value);
            }
            bytes.writeBytes(buffer.array());
        }
        return bytes.toByteArray();
    }

    /** A bvecs file with these rows. */
    public static byte[] bvecs(int[]... rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int[] row : rows) {
            bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(row.length).array());
            for (int value : row) {
                bytes.write(value);
            }
        }
        return bytes.toByteArray();
    }

    public static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path write(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
