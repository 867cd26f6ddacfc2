package io.float2.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;

/**
 * The same vectors in every format that is easily written: 50 rows of 6 values that float2, float4 and text hold exactly. Parquet and
 * HDF5 files with them are among the command's test resources.
 */
final class SourceFiles {

    static final int ROWS = 50;
    static final int DIMENSION = 6;

    /** The vector of a row in SQL, as float4[]. */
    static final String EXPECTED = "(SELECT array_agg(((" + DIMENSION + " * id + j) / 8.0 - 10)::float4 ORDER BY j) "
            + "FROM generate_series(0, " + (DIMENSION - 1) + ") AS j)";

    private SourceFiles() {}

    static float value(int row, int place) {
        return (DIMENSION * row + place) / 8f - 10;
    }

    /** A file of the test resources. */
    static Path resource(String name) {
        return SampleData.home().resolve("loader-cli/src/test/resources/sources").resolve(name);
    }

    /** Writes the vectors in the format of the file's ending, or finds the resource of that name. */
    static Path file(Path directory, String name) {
        if (name.contains("parquet") || name.contains("hdf5")) {
            return resource(name);
        }
        byte[] bytes = switch (name.replace(".gz", "").substring(name.indexOf('.') + 1)) {
            case "fvecs" -> binary(4, (out, row) -> out.putInt(DIMENSION), ByteOrder.LITTLE_ENDIAN);
            case "fbin" -> join(ints(ROWS, DIMENSION), binary(4, (out, row) -> { }, ByteOrder.LITTLE_ENDIAN));
            case "f4.npy" -> join(npyHead("<f4"), binary(4, (out, row) -> { }, ByteOrder.LITTLE_ENDIAN));
            case "big.npy" -> join(npyHead(">f4"), binary(4, (out, row) -> { }, ByteOrder.BIG_ENDIAN));
            case "f8.npy" -> join(npyHead("<f8"), binary(8, (out, row) -> { }, ByteOrder.LITTLE_ENDIAN));
            case "csv" -> text("id,name,v\n", "%1$d,n%1$d,\"[%2$s]\"\n", ",");
            case "tsv" -> text("x0\tx1\tx2\tx3\tx4\tx5\n", "%2$s\n", "\t");
            case "jsonl" -> text("", "{\"id\": %1$d, \"name\": \"n%1$d\", \"v\": [%2$s]}\n", ", ");
            default -> throw new IllegalArgumentException(name);
        };
        return VectorFiles.write(directory.resolve(name), name.endsWith(".gz") ? gzip(bytes) : bytes);
    }

    private static byte[] npyHead(String type) {
        String head = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + ROWS + ", " + DIMENSION + "), }\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + head.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("\u0093NUMPY\u0001\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) head.length());
        return bytes.put(head.getBytes(StandardCharsets.ISO_8859_1)).array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] binary(int size, BiConsumer<ByteBuffer, Integer> rowHead, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(ROWS * (Integer.BYTES + DIMENSION * size)).order(order);
        for (int row = 0; row < ROWS; row++) {
            rowHead.accept(bytes, row);
            for (int place = 0; place < DIMENSION; place++) {
                if (size == Float.BYTES) {
                    bytes.putFloat(value(row, place));
                } else {
                    bytes.putDouble(value(row, place));
                }
            }
        }
        byte[] written = new byte[bytes.position()];
        bytes.get(0, written);
        return written;
    }

    private static byte[] text(String head, String line, String separator) {
        StringBuilder text = new StringBuilder(head);
        for (int row = 0; row < ROWS; row++) {
            StringBuilder values = new StringBuilder();
            for (int place = 0; place < DIMENSION; place++) {
                values.append(place == 0 ? "" : separator).append(value(row, place));
            }
            text.append(String.format(line, row, values));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
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
}
