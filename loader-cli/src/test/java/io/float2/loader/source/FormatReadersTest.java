package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.sql.VectorType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each format holds, and what is said of files that are not as they should be. */
class FormatReadersTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"<f2,1,-2,0.5", "<f4,1,-2,0.5", "<f8,1,-2,0.5", ">f2,1,-2,0.5", ">f4,1,-2,0.5", ">f8,1,-2,0.5", "|u1,0,128,255",
        "|i1,0,-128,127", "<i2,-300,0,300", "<i4,-70000,0,70000"})
    void npyHoldsNumbersOfManyTypes(String type, double a, double b, double c) {
        double[][] rows = {{a, b, c}, {c, b, a}};
        float[][] read = readAll("x.npy", SourceSamples.npy(type, rows), null);
        assertThat(read).isDeepEqualTo(new float[][] {{(float) a, (float) b, (float) c}, {(float) c, (float) b, (float) a}});
    }

    @Test
    void theHeadOfNpyMayBeOfVersion2() {
        byte[] first = SourceSamples.npy("<f4", new double[] {1, 2});
        ByteBuffer second = ByteBuffer.allocate(first.length + 2).order(ByteOrder.LITTLE_ENDIAN);
        second.put(first, 0, 6).put((byte) 2).put((byte) 0).putInt(ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getShort(8))
                .put(first, 10, first.length - 10);
        assertThat(readAll("x.npy", second.array(), null)).isDeepEqualTo(new float[][] {{1, 2}});
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "{'descr': '<c8', 'fortran_order': False, 'shape': (1, 2), }| holds numbers of the type <c8; it can be f2, f4, f8, u1, i1, i2 or i4",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }| has its matrix in Fortran order; np.ascontiguousarray makes the order "
                + "needed here",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }| holds an array of the shape (2,); vectors are a matrix of two dimensions",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }| holds no vectors: its head says 0 rows",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 0), }|: the dimension is 0, but it can be 1 to 16000",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2147483647), }|: the dimension is 2147483647, but it can be 1 to 16000",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }|, row 2: cut off after 4 of its 8 bytes; the head tells of 3 rows",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2), }|, row 2: cut off after 4 of its 8 bytes; the head "
                + "tells of 9223372036854775807 rows",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 2), }| has an npy head with a shape that is no size: "
                + "99999999999999999999",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }| goes on for 4 bytes after the 1 rows that its head tells of",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 2), }| has an npy head without a plain descr, as a matrix of numbers "
                + "has",
    })
    void whatIsWrongWithANpyFileIsOneSentence(String head, String sentence) {
        assertRefused("x.npy", SourceSamples.npy(head, new byte[12]), sentence);
    }

    @Test
    void aFileThatIsCutOffInItsHeadSaysSo() {
        byte[] npy = SourceSamples.npy("<f4", new double[] {1, 2});
        assertRefused("x.npy", Arrays.copyOf(npy, 30), " is cut off after 20 of the " + (npy.length - 18) + " bytes of its npy head");
        assertRefused("x.npy", "PK\u0003\u0004 a zip file".getBytes(StandardCharsets.US_ASCII), " is no npy file: it does not begin with \\x93NUMPY");
        assertRefused("x.fbin", new byte[5], " holds no vectors: it is cut off after 5 of the 8 bytes that tell the number of rows and the "
                + "dimension");
        npy[8] = (byte) 0xff;
        npy[9] = (byte) 0xff;
        assertRefused("x.npy", npy, " is cut off after " + (npy.length - 10) + " of the 65535 bytes of its npy head");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void npzHoldsAMatrix(boolean packed) {
        byte[] one = SourceSamples.npy("<f4", new double[] {1, 2}, new double[] {3, 4});
        byte[] other = SourceSamples.npy("<f2", new double[] {5, 6, 7});
        assertThat(readAll("x.npz", SourceSamples.npz(packed, "arr_0.npy", one), null)).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
        byte[] two = SourceSamples.npz(packed, "a.npy", one, "read.me", new byte[9], "b.npy", other);
        assertThat(readAll("x.npz", two, "b")).isDeepEqualTo(new float[][] {{5, 6, 7}});
        assertThat(readAll("x.npz", two, "a.npy")).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
        assertThat(readAll("x.npz.gz", SourceSamples.gzip(two), "a")).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
        Path file = directory.resolve("x.npz");
        assertThatThrownBy(() -> read(file, null)).isInstanceOf(UserException.class)
                .hasMessage(file + " holds the arrays a, b: name the one with the vectors with --vector-column");
        assertThatThrownBy(() -> read(file, "c")).isInstanceOf(UserException.class).hasMessage(file + " holds no array c; it has a, b");
        assertRefused("none.npz", SourceSamples.npz(packed, "x.txt", one), " holds no array: none of the files in it ends with .npy");
        assertRefused("wrong.npz", SourceSamples.npz(packed, "x.npy", new byte[20]),
                " is no npy file: it does not begin with \\x93NUMPY");
        assertThatThrownBy(() -> readAll("cut.npz", Arrays.copyOf(two, two.length - 30), "a")).isInstanceOf(UserException.class)
                .hasMessageContaining("cut.npz is no npz file, or is cut off: ");
        assertThatThrownBy(() -> read(directory.resolve("missing.npz"), null)).isInstanceOf(UserException.class)
                .hasMessage("there is no file " + directory.resolve("missing.npz"));
    }

    @Test
    void binFilesHoldBytesAndFloats() {
        assertThat(readAll("x.u8bin", SourceSamples.bin("|u1", new double[][] {{0, 200, 255}}), null)).isDeepEqualTo(new float[][] {{0, 200, 255}});
        assertThat(readAll("x.i8bin", SourceSamples.bin("|i1", new double[][] {{0, -56, -1}}), null)).isDeepEqualTo(new float[][] {{0, -56, -1}});
        assertThat(readAll("x.fbin", SourceSamples.bin("<f4", new double[][] {{1}, {2}}), null)).isDeepEqualTo(new float[][] {{1}, {2}});
    }

    @Test
    void theWrongByteOrderIsToldFromAWrongFile() {
        byte[] big = ByteBuffer.allocate(16).putInt(1).putInt(2).array();
        assertRefused("x.fbin", big, ": the dimension is 33554432, but it can be 1 to 16000; its bytes are in the wrong order, this format is "
                + "little-endian");
        byte[] huge = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(-1).putInt(2).array();
        assertRefused("x.fbin", huge, ", row 2: cut off after 0 of its 8 bytes; the head tells of 4294967295 rows");
    }

    @Test
    void ivecsAreVectorsOfIntegers() {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(2).putInt(-5).putInt(70_000);
        assertThat(readAll("x.ivecs", bytes.array(), null)).isDeepEqualTo(new float[][] {{-5, 70_000}});
    }

    @Test
    void packedFilesAreToldByTheirBytesNotByTheirNames() {
        byte[] fvecs = Fixtures.fvecs(new float[] {1, 2}, new float[] {3, 4});
        float[][] expected = {{1, 2}, {3, 4}};
        assertThat(readAll("x.fvecs.gz", SourceSamples.gzip(fvecs), null)).isDeepEqualTo(expected);
        assertThat(readAll("x.fvecs.zst", SourceSamples.zstd(fvecs), null)).isDeepEqualTo(expected);
        assertThat(readAll("x.fvecs", SourceSamples.zstd(fvecs), null)).isDeepEqualTo(expected);
        assertThat(readAll("x.fvecs.gz", fvecs, null)).isDeepEqualTo(expected);
    }

    @Test
    void aPackedFileOfSeveralPartsIsOne() {
        byte[] one = Fixtures.fvecs(new float[] {1, 2});
        byte[] two = Fixtures.fvecs(new float[] {3, 4});
        assertThat(readAll("x.fvecs.gz", join(SourceSamples.gzip(one), SourceSamples.gzip(two)), null)).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
        assertThat(readAll("x.fvecs.zst", join(SourceSamples.zstd(one), SourceSamples.zstd(two)), null))
                .isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
    }

    @Test
    void aPackedFileThatIsCutOffSaysSo() {
        byte[] packed = SourceSamples.gzip(Fixtures.fvecs(new float[1000], new float[1000]));
        Path file = Fixtures.write(directory.resolve("x.fvecs.gz"), Arrays.copyOf(packed, packed.length / 2));
        assertThatThrownBy(() -> read(file, null)).isInstanceOf(UserException.class)
                .hasMessageStartingWith(file + " cannot be unpacked: it is cut off or damaged");
        assertRefused("y.fvecs.gz", SourceSamples.gzip(Arrays.copyOf(Fixtures.fvecs(new float[2], new float[2]), 20)),
                ", row 2: cut off after 8 of its 12 bytes");
    }

    @Test
    void theTabSeparatesAndColumnsHoldAValueEach() {
        byte[] tsv = "id\tx1\tx2\tname\n7\t1\t-2.5\ta,b\n8\t3\t4\t\n".getBytes(StandardCharsets.UTF_8);
        Path file = Fixtures.write(directory.resolve("x.tsv"), tsv);
        try (VectorReader reader = VectorReader.open(file, null, "x1..x2", VectorType.FLOAT4_ARRAY)) {
            VectorBatch batch = new VectorBatch(2, 2);
            assertThat(reader.fieldNames()).containsExactly("id", "name");
            assertThat(reader.vectorName()).isNull();
            assertThat(reader.read(batch, 9)).isTrue();
            assertThat(batch.values()).startsWith(1, -2.5f, 3, 4);
            assertThat(batch.fields(0)).containsExactly("7", "a,b");
            assertThat(batch.fields(1)).containsExactly("8", null);
        }
        assertThatThrownBy(() -> read(file, "x2..x1")).hasMessage("the column x1 of " + file + " stands before x2, so there is no range x2..x1");
        assertThatThrownBy(() -> read(file, "x1..")).hasMessage(file + ", row 1: the column name holds no number: a,b");
        assertThatThrownBy(() -> read(file, "y..x1")).hasMessage(file + " has no column y; it has id, x1, x2, name");
    }

    @Test
    void membersOfJsonObjectsAreColumns() {
        String lines = """
                {"id": 1, "v": [1, -2.5e0, NaN], "t": "a\\u00e4\\n", "o": {"k": [1, null]}, "b": true}
                {"v": "[4,5,6]", "id": null, "late": 1.50}
                """;
        Path file = Fixtures.write(directory.resolve("x.jsonl"), lines.getBytes(StandardCharsets.UTF_8));
        try (VectorReader reader = VectorReader.open(file, null, null, VectorType.FLOAT4_ARRAY)) {
            VectorBatch batch = new VectorBatch(3, 5);
            assertThat(reader.fieldNames()).containsExactly("id", "t", "o", "b", "late");
            assertThat(reader.read(batch, 9)).isTrue();
            assertThat(batch.values()).startsWith(1, -2.5f, Float.NaN, 4, 5, 6);
            assertThat(batch.fields(0)).containsExactly("1", "aä\n", "{\"k\":[1,null]}", "true", null);
            assertThat(batch.fields(1)).containsExactly(null, null, null, null, "1.50");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "{\"v\": [1]}\\n{\"v\": [1, 2]}|, row 2: the dimension is 2, but that of row 1 is 1",
        "{\"v\": [1]}\\n\\n{\"v\": [null]}|, row 2 (line 3): the column v holds a vector whose value 1 is NULL",
        "{\"v\": [1]}\\n{\"v\": [[1]]}|, row 2: the column v holds an array whose value 1 is no number",
        "{\"v\": [1]}\\n{\"v\": [\"x\"]}|, row 2: the column v holds no number: x",
        "{\"v\": [1]}\\n{\"v\": null}|, row 2: the column v holds no vector",
        "{\"v\": [1]}\\n{}|, row 2: the column v holds no vector",
        "{\"v\": [1]}\\n{\"v\": {\"a\": 1}}|, row 2: the column v holds no array of numbers",
        "[1, 2]|, row 1: begins with start_array, but every row is a JSON object",
        "` `| holds no vectors: there is no row",
    })
    void whatIsWrongWithJsonIsOneSentence(String text, String sentence) {
        assertRefused("x.jsonl", text.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8), sentence);
    }

    @Test
    void brokenJsonNamesTheRow() {
        Path file = Fixtures.write(directory.resolve("x.jsonl"), "{\"v\": [1]}\n".repeat(3) + "{\"v\": [1\n");
        assertThatThrownBy(() -> read(file, null)).isInstanceOf(UserException.class)
                .hasMessageStartingWith(file + ", row 4: cannot be read as JSON (");
        Path late = Fixtures.write(directory.resolve("y.jsonl"), "{\"v\": [1]}\n".repeat(2000) + "{\"v\": [1], \"new\": 1}\n");
        assertThatThrownBy(() -> read(late, null)).hasMessage(late + ", row 2001: has a member new, but none of the first 1000 rows has; "
                + "they have v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages2", "plain", "fixed", "half", "double"})
    void parquetIsReadWhateverItsPagesAreLike(String name) {
        assertExpected(readAll(name + ".parquet", SourceSamples.resource(name + ".parquet"), null));
    }

    @Test
    void columnsOfParquetAreFields() {
        Path file = Fixtures.write(directory.resolve("x.parquet"), SourceSamples.resource("nested.parquet"));
        try (VectorReader reader = VectorReader.open(file, null, null, VectorType.FLOAT4_ARRAY)) {
            assertThat(reader.rows()).isEqualTo(SourceSamples.ROWS);
            assertThat(reader.fieldNames()).as("the structure is passed over").containsExactly("tags", "day", "price", "blob");
            VectorBatch batch = new VectorBatch(6, 4);
            assertThat(reader.read(batch, 2)).isTrue();
            assertThat(batch.fields(0)).containsExactly("[]", "2024-02-29", null, "\\x00");
            assertThat(batch.fields(1)).containsExactly("[\"a\",\"b\\\"\"]", "2024-02-29", "1.250", "\\x01");
        }
    }

    @Test
    void rowsOfParquetWithoutAVectorAreNamed() {
        assertRefused("x.parquet", SourceSamples.resource("broken.parquet"), ", row 4: the dimension is 5, but that of row 1 is 6");
        Path file = Fixtures.write(directory.resolve("x.parquet"), SourceSamples.resource("broken.parquet"));
        SourceOptions options = new SourceOptions(null, CsvDialect.DEFAULT, null, VectorType.FLOAT4_ARRAY, null, true);
        try (VectorReader reader = VectorReader.open(file, options)) {
            VectorBatch batch = new VectorBatch(6, 1);
            assertThat(reader.read(batch, 50)).isTrue();
            List<Integer> rejected = new ArrayList<>();
            for (int row = 0; row < batch.rows(); row++) {
                if (batch.rejection(row) != null) {
                    rejected.add(row);
                }
            }
            assertThat(rejected).containsExactly(3, 7, 9, 11);
            assertThat(batch.vectorText(9)).isEqualTo("[-3.25,-3.125,NULL,-2.875,-2.75,-2.625]");
        }
    }

    @Test
    void parquetThatIsNotReadSaysWhy() {
        assertRefused("x.parquet", SourceSamples.resource("brotli.parquet"),
                ", row 1: the column id is compressed as BROTLI; what can be read is uncompressed, snappy, gzip, zstd and lz4_raw");
        byte[] none = SourceSamples.resource("none.parquet");
        assertRefused("x.parquet", Arrays.copyOf(none, none.length - 9), " is no Parquet file, or is cut off: it does not end with PAR1");
        byte[] huge = none.clone();
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(huge.length - 8, Integer.MAX_VALUE);
        assertRefused("x.parquet", huge, " cannot be read as Parquet: it says that its description has 2147483647 bytes, but the file has "
                + none.length);
    }

    @Test
    void theVectorsOfAnnBenchmarksAreFound() {
        assertExpected(readAll("x.hdf5", SourceSamples.resource("ann.hdf5"), null));
        assertThat(readAll("x.hdf5", SourceSamples.resource("ann.hdf5"), "test")).hasNumberOfRows(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"group/half", "/group/double", "group/big"})
    void anyDataSetOfHdf5IsFoundByItsPath(String path) {
        assertExpected(readAll("x.h5", SourceSamples.resource("types.hdf5"), path));
    }

    @Test
    void aPackedHdf5FileIsUnpackedFirst() {
        assertExpected(readAll("x.hdf5.gz", SourceSamples.gzip(SourceSamples.resource("ann.hdf5")), null));
    }

    @Test
    void integersOfHdf5KeepTheirSign() {
        assertThat(readAll("x.h5", SourceSamples.resource("types.hdf5"), "group/bytes")[42][3]).isEqualTo(255f);
        assertThat(readAll("x.h5", SourceSamples.resource("types.hdf5"), "group/longs")[0]).containsExactly(-80, -79, -78, -77, -76, -75);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "group/one|: the data set /group/one has 1 dimension, but vectors are a matrix of two",
        "group/text|: the data set /group/text does not hold numbers",
        "group/none| has no data set group/none; it has /group/big, /group/bytes, /group/double, /group/half, /group/longs, /group/one, "
                + "/group/text",
    })
    void aDataSetThatWillNotDoIsNamed(String path, String sentence) {
        Path file = Fixtures.write(directory.resolve("x.hdf5"), SourceSamples.resource("types.hdf5"));
        assertThatThrownBy(() -> read(file, path)).isInstanceOf(UserException.class).hasMessage(file + sentence);
    }

    @Test
    void aFileOfRejectedRowsLosesItsReasons() {
        Path file = Fixtures.write(directory.resolve("x.csv"), "id,v," + CsvTable.REJECTED + "\n1,\"[1,2]\",\"x.csv, row 7: too large\"\n");
        try (VectorReader reader = VectorReader.open(file, null, null, VectorType.FLOAT4_ARRAY)) {
            assertThat(reader.fieldNames()).containsExactly("id");
            VectorBatch batch = new VectorBatch(2, 1);
            assertThat(reader.read(batch, 9)).isTrue();
            assertThat(batch.fields(0)).containsExactly("1");
        }
    }

    private static void assertExpected(float[][] read) {
        assertThat(read).hasNumberOfRows(SourceSamples.ROWS);
        for (int row = 0; row < read.length; row++) {
            for (int i = 0; i < SourceSamples.DIMENSION; i++) {
                assertThat(read[row][i]).as("row %s, value %s", row, i).isEqualTo(SourceSamples.value(row, i));
            }
        }
    }

    private void assertRefused(String name, byte[] bytes, String sentence) {
        Path file = Fixtures.write(directory.resolve(name), bytes);
        assertThatThrownBy(() -> read(file, null)).isInstanceOf(UserException.class).hasMessage(file + sentence);
    }

    private float[][] readAll(String name, byte[] bytes, String vectorColumn) {
        return read(Fixtures.write(directory.resolve(name), bytes), vectorColumn);
    }

    private static float[][] read(Path file, String vectorColumn) {
        try (VectorReader reader = VectorReader.open(file, null, vectorColumn, VectorType.FLOAT4_ARRAY)) {
            VectorBatch batch = new VectorBatch(reader.dimension(), reader.fieldNames().size());
            List<float[]> rows = new ArrayList<>();
            while (reader.read(batch, 7)) {
                for (int row = 0; row < batch.rows(); row++) {
                    rows.add(Arrays.copyOfRange(batch.values(), row * reader.dimension(), (row + 1) * reader.dimension()));
                }
            }
            return rows.toArray(float[][]::new);
        }
    }

    private static byte[] join(byte[] one, byte[] two) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(two);
        return both.toByteArray();
    }
}
