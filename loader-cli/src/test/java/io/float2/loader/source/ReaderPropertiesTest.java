package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.float2.UserException;
import io.float2.kernel.Float2;
import io.float2.sql.VectorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * What is written is read, whatever it is; and a file that is damaged anywhere is either read or refused in one sentence. The heap of
 * the test run is small, so a size that a damaged file tells of must not be believed.
 */
class ReaderPropertiesTest {

    private static final List<Integer> ODD_SIZES = List.of(
            0, -1, 1, 2, 16_000, 16_001, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 7, 0x0100_0000, 0x7fff_ff00);

    private static final Map<String, byte[]> SAMPLES = samples();

    private final Path file = temporaryFile();

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

    @Provide
    static Arbitrary<Damage> damages() {
        Arbitrary<Double> places = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.doubles().between(0, 1)), Tuple.of(1, Arbitraries.doubles().between(0, 0.1)));
        return Combinators.combine(Arbitraries.of(SAMPLES.keySet()), places, Arbitraries.of(true, false), Arbitraries.integers().between(0, 3),
                Arbitraries.longs(), Arbitraries.integers().between(1, 9)).as(Damage::new);
    }

    @Property(tries = 3000)
    void aDamagedFileIsReadOrRefusedInOneSentence(@ForAll @From("damages") Damage damage) throws IOException {
        Path damaged = file.resolveSibling(file.getFileName() + "." + damage.name);
        Files.write(damaged, damage.apply(SAMPLES.get(damage.name)));
        try {
            readAll(damaged, VectorType.FLOAT2_ARRAY, damage.name.startsWith("types") ? "group/double" : null);
        } catch (UserException e) {
            assertThat(e.getMessage()).contains(damaged.getFileName().toString()).doesNotContain("\n");
        } catch (Throwable e) {
            fail(damage + " ends in " + e, e);
        } finally {
            Files.delete(damaged);
        }
    }

    @Property(tries = 300)
    void valuesComeBackBitForBit(@ForAll @From("matrices") float[][] rows) throws IOException {
        double[][] wide = Arrays.stream(rows).map(ReaderPropertiesTest::widened).toArray(double[][]::new);
        Map<String, byte[]> files = Map.of("fvecs", Fixtures.fvecs(rows), "fbin", SourceSamples.bin("<f4", wide),
                "npy", SourceSamples.npy("<f4", wide), "big.npy", SourceSamples.npy(">f4", wide), "f8.npy", SourceSamples.npy("<f8", wide),
                "csv", SourceSamples.csv(',', rows), "tsv", SourceSamples.csv('\t', rows), "jsonl", SourceSamples.jsonl(rows),
                "npy.gz", SourceSamples.gzip(SourceSamples.npy("<f4", wide)), "fvecs.zst", SourceSamples.zstd(Fixtures.fvecs(rows)));
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            Path written = file.resolveSibling(file.getFileName() + "." + entry.getKey());
            Files.write(written, entry.getValue());
            float[][] read = readAll(written, VectorType.FLOAT4_ARRAY, null);
            assertThat(read.length).as(entry.getKey()).isEqualTo(rows.length);
            for (int row = 0; row < rows.length; row++) {
                for (int i = 0; i < rows[row].length; i++) {
                    assertThat(canonical(read[row][i])).as("%s, row %s, value %s", entry.getKey(), row, i).isEqualTo(canonical(rows[row][i]));
                }
            }
            Files.delete(written);
        }
    }

    /** By way of float4, a value just beside the middle between two halves would go to the wrong one. */
    @Property(tries = 300)
    void wideNumbersAreRoundedOnceToHalves(@ForAll @From("nearMiddles") double value) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".npy");
        Files.write(written, SourceSamples.npy("<f8", new double[] {value, -value}));
        float[] read = readAll(written, VectorType.FLOAT2_ARRAY, null)[0];
        assertThat(Float2.toHalf(read[0])).isEqualTo(Float2.toHalf(value));
        assertThat(Float2.toHalf(read[1])).isEqualTo(Float2.toHalf(-value));
        Files.delete(written);
    }

    @Property(tries = 300)
    void skippingIsReadingAndDroppingThem(@ForAll @From("skips") int[] skips) throws IOException {
        for (String name : List.of("x.fvecs", "x.npy", "x.csv", "x.jsonl", "x.fvecs.zst", "none.parquet", "ann.hdf5")) {
            Path written = file.resolveSibling(file.getFileName() + "." + name);
            Files.write(written, SAMPLES.get(name));
            try (VectorReader reader = VectorReader.open(written, null, null, VectorType.FLOAT4_ARRAY)) {
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
                    assertThat(batch.firstFileRow()).as("%s", name).isEqualTo(row + 1L);
                    assertThat(batch.values()[0]).as("%s", name).isEqualTo(SourceSamples.value(row, 0));
                    row += batch.rows();
                }
                assertThat(row).isLessThanOrEqualTo(SourceSamples.ROWS);
            }
            Files.delete(written);
        }
    }

    @Provide
    static Arbitrary<int[]> skips() {
        return Arbitraries.integers().between(0, 30).array(int[].class).ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    static Arbitrary<float[][]> matrices() {
        Arbitrary<Float> values = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().map(Float::intBitsToFloat)), Tuple.of(2, Arbitraries.of(0f, -0f, Float.NaN,
                        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, 65504f, 65520f, 1e-8f)));
        return Arbitraries.integers().between(1, 20).flatMap(dimension ->
                values.array(float[].class).ofSize(dimension).array(float[][].class).ofMinSize(1).ofMaxSize(12));
    }

    @Provide
    static Arbitrary<Double> nearMiddles() {
        Arbitrary<Double> middles = Arbitraries.integers().between(0, 0x7bfe).map(bits -> (double) (Float2.toFloat(bits.shortValue())
                + Float2.toFloat((short) (bits + 1))) / 2);
        return Combinators.combine(middles, Arbitraries.integers().between(-3, 3)).as((middle, steps) -> {
            double value = middle;
            for (int i = 0; i < Math.abs(steps); i++) {
                value = steps > 0 ? Math.nextUp(value) : Math.nextDown(value);
            }
            return value;
        });
    }

    @AfterProperty
    void removeFile() throws IOException {
        Files.deleteIfExists(file);
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

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("float2-reader-", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
