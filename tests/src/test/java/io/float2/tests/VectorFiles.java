package io.float2.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the small files of tests. */
final class VectorFiles {

    private VectorFiles() {}

    static Path fvecs(Path file, float[]... rows) {
        int bytes = 0;
        for (float[] row : rows) {
            bytes += 4 + 4 * row.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            buffer.putInt(row.length);
            for (float value : row) {
                buffer.putFloat(value);
            }
        }
        return write(file, buffer.array());
    }

    static Path text(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The rows of a bvecs file. */
    static List<float[]> readBvecs(Path file) {
        ByteBuffer buffer = ByteBuffer.wrap(read(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<float[]> rows = new ArrayList<>();
        while (buffer.hasRemaining()) {
            float[] row = new float[buffer.getInt()];
            for (int i = 0; i < row.length; i++) {
                row[i] = buffer.get() & 0xff;
            }
            rows.add(row);
        }
        return rows;
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
