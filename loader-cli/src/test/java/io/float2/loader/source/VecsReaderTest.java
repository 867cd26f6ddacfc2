package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.sql.VectorType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VecsReaderTest {

    @TempDir
    Path directory;

    @Test
    void bytesAreReadAsUnsigned() {
        VectorBatch batch = readOne("x.bvecs", Fixtures.bvecs(new int[] {0, 1, 127}, new int[] {128, 254, 255}), 3);
        assertThat(batch.rows()).isEqualTo(2);
        assertThat(batch.values()).startsWith(0, 1, 127, 128, 254, 255);
    }

    @Test
    void floatsAreReadBitForBit() {
        float[] values = {-0f, Float.MIN_VALUE, 65519.99f, 65520f, Float.NEGATIVE_INFINITY, Float.NaN};
        VectorBatch batch = readOne("x.fvecs", Fixtures.fvecs(values), values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToRawIntBits(batch.values()[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
        }
    }

    @Test
    void batchesGoOnWhereTheLastOneEnded() {
        float[][] rows = new float[10_000][2];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = i;
        }
        Path file = Fixtures.write(directory.resolve("many.fvecs"), Fixtures.fvecs(rows));
        try (VectorReader reader = VectorReader.open(file, null, null, VectorType.FLOAT2_ARRAY)) {
            VectorBatch batch = new VectorBatch(2, 0);
            int seen = 0;
            while (reader.read(batch, 999)) {
                assertThat(batch.whereIs(0)).isEqualTo(file + ", row " + (seen + 1));
                for (int row = 0; row < batch.rows(); row++) {
                    assertThat(batch.values()[2 * row]).isEqualTo((float) seen++);
                }
            }
            assertThat(seen).isEqualTo(rows.length);
        }
    }

    private VectorBatch readOne(String name, byte[] bytes, int dimension) {
        Path file = Fixtures.write(directory.resolve(name), bytes);
        try (VectorReader reader = VectorReader.open(file, null, null, VectorType.FLOAT2_ARRAY)) {
            assertThat(reader.dimension()).isEqualTo(dimension);
            VectorBatch batch = new VectorBatch(dimension, 0);
            assertThat(reader.read(batch, Integer.MAX_VALUE)).isTrue();
            return batch;
        }
    }
}
