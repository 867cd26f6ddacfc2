package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.kernel.Float2;
import io.float2.sql.VectorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is written is read, whatever it is; and a file that is damaged anywhere is either read or refused in one sentence. The heap of
 * the test run is small, so a size that a damaged file tells of must not be believed.
 */
class ReaderPropertiesTest {

    private static final List<Integer> ODD_SIZES = List.of(
            0, -1, 1, 2, 16_000, 16_001, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 7, 0x0100_0000, 0x7fff_ff00);

    private static final List<Float> SPECIAL_VALUES = List.of(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE, Float.MAX_VALUE, 65504f, 65520f, 1e-8f);

    private static final Map<String, byte[]> SAMPLES = samples();

    private static final List<String> NAMES = List.copyOf(SAMPLES.keySet());

    @TempDir
    Path directory;

    /** A change to a file: at a place between 0 and 1 of its length or from its end, so many bytes. */
    record Damage(String name, double place, boolean fromEnd, int kind, long value, int count) {

        byte[] apply(byte[] bytes) {
            int at = fromEnd ? Math.max(0, bytes.length - 1 - (int) (place * 64)) : (int) (place * (bytes.length - 1));
            byte[] damaged = bytes.clone();
            switch (kind) {
                case 0:
                    return Arrays.copyOf(bytes, at);
                case 1:
                    for (int i = at; i < Math.min(bytes.length, at + count); i++) {
                        damaged[i] ^= (byte) (value >>> (i - at) % 8 * 8);
                    }
                    return damaged;
                case 2:
                    int size = ODD_SIZES.get((int) Long.remainderUnsigned(value, ODD_SIZES.size()));
                    if (at + Integer.BYTES <= bytes.length) {
                        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, size);
                    }
                    return damaged;
                default:
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
                    System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
                    return longer;
            }
        }
    }

    private static Damage damage(Choices choices) {
        double place = choices.inTen(7) ? choices.share() : choices.share() / 10;
        return new Damage(choices.of(NAMES), place, choices.coin(), choices.between(0, 3), choices.anyLong(), choices.between(1, 9));
    }

    /** Runs a test with so many different choices. */
    private static void repeat(int cases, Consumer<Choices> test) {
        for (int i = 0; i < cases; i++) {
            Choices choices = Choices.of(i);
            try {
                test.accept(choices);
            } catch (Throwable e) {
                throw new AssertionError("case " + (i + 1) + ", again by " + choices.seed() + ": " + e, e);
            }
        }
    }

    @Test
    void aDamagedFileIsReadOrRefusedInOneSentence() {
        repeat(4000, choices -> {
            Damage damage = damage(choices);
            Path damaged = directory.resolve(damage.name);
            Fixtures.write(damaged, damage.apply(SAMPLES.get(damage.name)));
            try {
                readAll(damaged, VectorType.FLOAT2_ARRAY, damage.name.startsWith("types") ? "group/double" : null);
            } catch (UserException e) {
                assertThat(e.getMessage()).as("%s", damage).contains(damage.name).doesNotContain("\n");
            } catch (Throwable e) {
                throw new AssertionError(damage + " ends in " + e, e);
            }
        });
    }

    /** The dimension is the first number of a row in vecs, and the second one of a bin file. */
    @ParameterizedTest
    @CsvSource({"x.fvecs, 0", "x.bvecs, 0", "x.ivecs, 0", "x.fbin, 4", "x.u8bin, 4", "x.i8bin, 4"})
    void aDimensionThatCannotBeIsNamed(String name, int at) {
        for (int dimension : new int[] {0, -1, 16_001, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.reverseBytes(SourceSamples.DIMENSION)}) {
            byte[] bytes = SAMPLES.get(name).clone();
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, dimension);
            int reversed = Integer.reverseBytes(dimension);
            boolean wrongOrder = reversed >= 1 && reversed <= VectorReader.MAX_DIMENSION;
            String shown = at == 0 ? String.valueOf(dimension) : Integer.toUnsignedString(dimension);
            assertThatThrownBy(() -> readAll(Fixtures.write(directory.resolve(name), bytes), VectorType.FLOAT2_ARRAY, null))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(name + (at == 0 ? ", row 1" : "") + ": the dimension is " + shown + ", but it can be 1 to 16000")
                    .satisfies(e -> assertThat(e.getMessage().contains("in the wrong order")).as(e.getMessage()).isEqualTo(wrongOrder));
        }
    }

    /** In any later row, too. */
    @Test
    void anotherDimensionIsNamedWithItsRow() {
        repeat(100, choices -> {
            String name = choices.of(List.of("x.fvecs", "x.bvecs", "x.ivecs"));
            byte[] bytes = SAMPLES.get(name).clone();
            int row = choices.between(2, SourceSamples.ROWS);
            int dimension = choices.of(ODD_SIZES);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt((row - 1) * (bytes.length / SourceSamples.ROWS), dimension);
            assertThatThrownBy(() -> readAll(Fixtures.write(directory.resolve(name), bytes), VectorType.FLOAT2_ARRAY, null))
                    .isInstanceOf(UserException.class)
                    .hasMessageEndingWith(name + ", row " + row + ": the dimension is " + dimension + ", but that of row 1 is 6");
        });
    }

    @Test
    void valuesComeBackBitForBit() {
        repeat(300, choices -> {
            float[][] rows = matrix(choices);
            double[][] wide = Arrays.stream(rows).map(ReaderPropertiesTest::widened).toArray(double[][]::new);
            byte[] npy = SourceSamples.npy("<f4", wide);
            Map<String, byte[]> files = new TreeMap<>(Map.of("x.fvecs", Fixtures.fvecs(rows), "x.fbin", SourceSamples.bin("<f4", wide),
                    "x.npy", npy, "big.npy", SourceSamples.npy(">f4", wide), "f8.npy", SourceSamples.npy("<f8", wide),
                    "x.csv", SourceSamples.csv(',', rows), "x.tsv", SourceSamples.csv('\t', rows), "x.jsonl", SourceSamples.jsonl(rows),
                    "x.npy.gz", SourceSamples.gzip(npy), "x.fvecs.zst", SourceSamples.zstd(Fixtures.fvecs(rows))));
            files.put("x.npz", SourceSamples.npz(choices.coin(), "x.npy", npy));
            files.forEach((name, bytes) -> {
                float[][] read = readAll(Fixtures.write(directory.resolve(name), bytes), VectorType.FLOAT4_ARRAY, null);
                assertThat(read.length).as(name).isEqualTo(rows.length);
                for (int row = 0; row < rows.length; row++) {
                    for (int i = 0; i < rows[row].length; i++) {
                        assertThat(canonical(read[row][i])).as("%s, row %s, value %s", name, row, i).isEqualTo(canonical(rows[row][i]));
                    }
                }
            });
        });
    }

    /** By way of float4, a value just beside the middle between two halves would go to the wrong one. */
    @Test
    void wideNumbersAreRoundedOnceToHalves() {
        repeat(500, choices -> {
            double value = nearMiddle(choices);
            Path written = Fixtures.write(directory.resolve("x.npy"), SourceSamples.npy("<f8", new double[] {value, -value}));
            float[] read = readAll(written, VectorType.FLOAT2_ARRAY, null)[0];
            assertThat(Float2.toHalf(read[0])).as("%s", value).isEqualTo(Float2.toHalf(value));
            assertThat(Float2.toHalf(read[1])).as("%s", -value).isEqualTo(Float2.toHalf(-value));
        });
    }

    @Test
    void skippingIsReadingAndDroppingThem() {
        repeat(300, choices -> {
            int[] skips = IntStream.range(0, choices.between(1, 6)).map(i -> choices.between(0, 30)).toArray();
            for (String name : List.of("x.fvecs", "x.npy", "x.npz", "packed.npz", "x.csv", "x.jsonl", "x.fvecs.zst", "none.parquet", "ann.hdf5")) {
                skip(Fixtures.write(directory.resolve(name), SAMPLES.get(name)), skips);
            }
        });
    }

    private static void skip(Path file, int[] skips) {
        try (VectorReader reader = VectorReader.open(file, null, null, VectorType.FLOAT4_ARRAY)) {
            VectorBatch batch = new VectorBatch(reader.dimension(), reader.fieldNames().size());
            int row = 0;
            for (int skip : skips) {
                for (long left = skip, passed; left > 0 && (passed = reader.skip(left)) > 0; left -= passed) {
                    row += (int) passed;
                }
                if (row >= SourceSamples.ROWS) {
                    break;
                }
                assertThat(reader.read(batch, 3)).isTrue();
                assertThat(batch.firstFileRow()).as("%s", file).isEqualTo(row + 1L);
                assertThat(batch.values()[0]).as("%s", file).isEqualTo(SourceSamples.value(row, 0));
                row += batch.rows();
            }
            assertThat(row).isLessThanOrEqualTo(SourceSamples.ROWS);
        }
    }

    private static float[][] matrix(Choices choices) {
        float[][] rows = new float[choices.between(1, 12)][choices.between(1, 20)];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = choices.inTen(8) ? Float.intBitsToFloat(choices.anyInt()) : choices.of(SPECIAL_VALUES);
            }
        }
        return rows;
    }

    /** Up to three steps beside the middle between two halves. */
    private static double nearMiddle(Choices choices) {
        int bits = choices.between(0, 0x7bfe);
        double value = (double) (Float2.toFloat((short) bits) + Float2.toFloat((short) (bits + 1))) / 2;
        int steps = choices.between(-3, 3);
        for (int i = 0; i < Math.abs(steps); i++) {
            value = steps > 0 ? Math.nextUp(value) : Math.nextDown(value);
        }
        return value;
    }

    private static float[][] readAll(Path path, VectorType target, String vectorColumn) {
        try (VectorReader reader = VectorReader.open(path, null, vectorColumn, target)) {
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

    private static Map<String, byte[]> samples() {
        float[][] rows = new float[SourceSamples.ROWS][SourceSamples.DIMENSION];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < rows[row].length; i++) {
                rows[row][i] = SourceSamples.value(row, i);
            }
        }
        double[][] wide = Arrays.stream(rows).map(ReaderPropertiesTest::widened).toArray(double[][]::new);
        Map<String, byte[]> samples = new TreeMap<>();
        samples.put("x.fvecs", Fixtures.fvecs(rows));
        samples.put("x.fvecs.gz", SourceSamples.gzip(Fixtures.fvecs(rows)));
        samples.put("x.fvecs.zst", SourceSamples.zstd(Fixtures.fvecs(rows)));
        samples.put("x.fbin", SourceSamples.bin("<f4", wide));
        samples.put("x.npy", SourceSamples.npy("<f4", wide));
        samples.put("half.npy", SourceSamples.npy(">f2", wide));
        samples.put("packed.npy.gz", SourceSamples.gzip(SourceSamples.npy("<f8", wide)));
        samples.put("x.bvecs", SourceSamples.vecs("|u1", wide));
        samples.put("x.ivecs", SourceSamples.vecs("<i4", wide));
        samples.put("x.u8bin", SourceSamples.bin("|u1", wide));
        samples.put("x.i8bin", SourceSamples.bin("|i1", wide));
        samples.put("x.tsv", SourceSamples.csv('\t', rows));
        samples.put("x.npz", SourceSamples.npz(false, "x.npy", SourceSamples.npy("<f4", wide)));
        samples.put("packed.npz", SourceSamples.npz(true, "x.npy", SourceSamples.npy("<f4", wide)));
        samples.put("x.csv", SourceSamples.csv(',', rows));
        samples.put("x.jsonl", SourceSamples.jsonl(rows));
        for (String name : List.of("none.parquet", "snappy.parquet", "gzip.parquet", "zstd.parquet", "lz4.parquet", "pages2.parquet",
                "plain.parquet", "half.parquet", "nested.parquet", "ann.hdf5", "types.hdf5")) {
            samples.put(name, SourceSamples.resource(name));
        }
        return samples;
    }

    private static double[] widened(float[] row) {
        double[] wide = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            wide[i] = row[i];
        }
        return wide;
    }

    /** All NaN are one: text does not say which it is. */
    private static int canonical(float value) {
        return Float.floatToIntBits(value);
    }
}
