package io.float2.loader.source;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.float2.kernel.Float2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Bytes of files in all formats. */
final class SourceSamples {

    /** Rows and dimension of the files among the test resources. */
    static final int ROWS = 50;

    static final int DIMENSION = 6;

    private SourceSamples() {}

    /** The value that the test resources have in a row and place, both counted from 0. */
    static float value(int row, int place) {
        return (DIMENSION * row + place) / 8f - 10;
    }

    /** A file of the test resources, which resources/sources/make.py has made. */
    static byte[] resource(String name) {
        try (InputStream bytes = SourceSamples.class.getResourceAsStream("/sources/" + name)) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param type as NumPy writes it, such as {@code <f4} */
    static byte[] npy(String type, double[]... rows) {
        return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + rows.length + ", " + rows[0].length + "), }",
                matrix(type, rows));
    }

    static byte[] npy(String head, byte[] matrix) {
        byte[] text = (head + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length + matrix.length).order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\u0001\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) text.length)
                .put(text).put(matrix).array();
    }

    /** A file of the TEXMEX family. @param type of the elements, as NumPy writes it */
    static byte[] vecs(String type, double[]... rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (double[] row : rows) {
            bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(row.length).array());
            bytes.writeBytes(matrix(type, row));
        }
        return bytes.toByteArray();
    }

    /** @param type as NumPy writes it */
    static byte[] bin(String type, double[]... rows) {
        byte[] matrix = matrix(type, rows);
        return ByteBuffer.allocate(8 + matrix.length).order(ByteOrder.LITTLE_ENDIAN).putInt(rows.length).putInt(rows[0].length)
                .put(matrix).array();
    }

    private static byte[] matrix(String type, double[]... rows) {
        ByteBuffer bytes = ByteBuffer.allocate(rows.length * rows[0].length * (type.charAt(2) - '0'))
                .order(type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (double[] row : rows) {
            for (double value : row) {
                switch (type.substring(1)) {
                    case "f2" -> bytes.putShort(Float2.toHalf(value));
                    case "f4" -> bytes.putFloat((float) value);
                    case "f8" -> bytes.putDouble(value);
                    case "u1", "i1" -> bytes.put((byte) value);
                    case "i2" -> bytes.putShort((short) value);
                    case "i4" -> bytes.putInt((int) value);
                    default -> throw new IllegalArgumentException(type);
                }
            }
        }
        return bytes.array();
    }

    static byte[] csv(char separator, float[]... rows) {
        StringBuilder text = new StringBuilder("id").append(separator).append("v\n");
        for (int row = 0; row < rows.length; row++) {
            text.append(row).append(separator).append('"').append(list(rows[row])).append("\"\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] jsonl(float[]... rows) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.length; row++) {
            text.append("{\"id\": ").append(row).append(", \"v\": ").append(list(rows[row])).append("}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String list(float[] values) {
        return Arrays.toString(values);
    }

    /**
     * An archive of npy files, as {@code np.savez} and {@code np.savez_compressed} make it.
     *
     * @param members names and contents in turn
     */
    static byte[] npz(boolean packed, Object... members) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(archive)) {
            for (int i = 0; i < members.length; i += 2) {
                byte[] bytes = (byte[]) members[i + 1];
                CRC32 checksum = new CRC32();
                checksum.update(bytes);
                ZipEntry entry = new ZipEntry((String) members[i]);
                entry.setMethod(packed ? ZipEntry.DEFLATED : ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(checksum.getValue());
                out.putNextEntry(entry);
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.toByteArray();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] zstd(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
