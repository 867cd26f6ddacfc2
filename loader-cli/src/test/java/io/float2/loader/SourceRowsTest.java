package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.loader.source.Fixtures;
import io.float2.loader.source.SourceFormat;
import io.float2.loader.source.VectorBatch;
import io.float2.sql.TableName;
import io.float2.sql.VectorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRowsTest {

    private static final TableName TABLE = TableName.parse("t");

    @TempDir
    Path directory;

    @Test
    void severalFilesAreReadAsOneAndJoinedByRowNumber() {
        Path one = Fixtures.write(directory.resolve("1.bvecs"), Fixtures.bvecs(new int[] {1}, new int[] {2}));
        Path two = Fixtures.write(directory.resolve("2.bvecs"), Fixtures.bvecs(new int[] {3}));
        Path metadata = Fixtures.write(directory.resolve("m.csv"), "name\na\nb\nc\n");
        assertThat(rows(LoadPlan.of(TABLE, one, two).metadata(metadata).build())).containsExactly("0 1.0 a", "1 2.0 b", "2 3.0 c");
    }

    @Test
    void theLimitCutsVectorsAndMetadataAlike() {
        Path vectors = bvecs(5000);
        Path metadata = Fixtures.write(directory.resolve("m.csv"), "name\n" + "x\n".repeat(5000));
        List<String> rows = rows(LoadPlan.of(TABLE, vectors).metadata(metadata).limit(4321).build());
        assertThat(rows).hasSize(4321).last().isEqualTo("4320 0.0 x");
    }

    @Test
    void rowsAreSkippedInAllFilesAndKeepTheirNumbers() {
        Path one = Fixtures.write(directory.resolve("1.bvecs"), Fixtures.bvecs(new int[] {1}, new int[] {2}));
        Path two = Fixtures.write(directory.resolve("2.bvecs"), Fixtures.bvecs(new int[] {3}, new int[] {4}));
        Path metadata = Fixtures.write(directory.resolve("m.csv"), "name\na\nb\nc\nd\n");
        assertThat(rows(LoadPlan.of(TABLE, one, two).metadata(metadata).selection(new RowSelection(3, 1, 0)).build()))
                .containsExactly("3 4.0 d");
        assertThat(rows(LoadPlan.of(TABLE, one, two).metadata(metadata).selection(new RowSelection(1, 1, 0)).limit(2).build()))
                .containsExactly("1 2.0 b", "2 3.0 c");
        assertThatThrownBy(() -> rows(LoadPlan.of(TABLE, one).selection(new RowSelection(2, 1, 0)).build()))
                .hasMessage(one + " holds 2 vectors, of which --skip 2 leaves none");
    }

    @Test
    void tooFewRowsOfMetadataNameBothCounts() {
        Path vectors = bvecs(300);
        Path metadata = Fixtures.write(directory.resolve("m.csv"), "name\n" + "x\n".repeat(299));
        assertThatThrownBy(() -> rows(LoadPlan.of(TABLE, vectors).metadata(metadata).build()))
                .isInstanceOf(UserException.class)
                .hasMessage(metadata + " has 299 rows, but " + vectors + " holds 300 vectors");
    }

    @Test
    void tooManyRowsOfMetadataNameBothCounts() {
        Path vectors = bvecs(300);
        Path metadata = Fixtures.write(directory.resolve("m.csv"), "name\n" + "x\n".repeat(4000));
        assertThatThrownBy(() -> rows(LoadPlan.of(TABLE, vectors).metadata(metadata).build()))
                .hasMessage(metadata + " has 4000 rows, but " + vectors + " holds 300 vectors");
    }

    @Test
    void filesOfAnotherDimensionAreToldAtOnce() {
        Path one = Fixtures.write(directory.resolve("1.bvecs"), Fixtures.bvecs(new int[] {1, 2}));
        Path two = Fixtures.write(directory.resolve("2.bvecs"), Fixtures.bvecs(new int[] {3}));
        assertThatThrownBy(() -> SourceRows.open(LoadPlan.of(TABLE, one, two).build(), VectorType.FLOAT2_ARRAY))
                .hasMessage(two + " holds vectors of dimension 1, but those of " + one + " are of dimension 2");
    }

    @Test
    void aColumnInBothFilesIsToldAtOnce() {
        Path vectors = Fixtures.write(directory.resolve("v.csv"), "id,v\n1,[1]\n");
        Path metadata = Fixtures.write(directory.resolve("m.csv"), "id\n1\n");
        assertThatThrownBy(() -> SourceRows.open(LoadPlan.of(TABLE, vectors).metadata(metadata).build(), VectorType.FLOAT2_ARRAY))
                .hasMessage("the column id is in " + vectors + " and in " + metadata + " too");
    }

    @Test
    void aFileWithoutAKnownEndingNeedsAFormat() {
        Path file = Fixtures.write(directory.resolve("vectors"), Fixtures.bvecs(new int[] {1}));
        assertThatThrownBy(() -> SourceRows.open(LoadPlan.of(TABLE, file).build(), VectorType.FLOAT2_ARRAY))
                .hasMessage(file + " has no ending that tells its format; it can be fvecs, bvecs, ivecs, fbin, u8bin, i8bin, npy, "
                        + "npz, hdf5, csv, tsv, jsonl, parquet");
        assertThat(rows(LoadPlan.of(TABLE, file).format(SourceFormat.BVECS).build())).containsExactly("0 1.0");
    }

    private Path bvecs(int count) {
        return Fixtures.write(directory.resolve("x.bvecs"), Fixtures.bvecs(new int[count][1]));
    }

    private static List<String> rows(LoadPlan plan) {
        List<String> rows = new ArrayList<>();
        try (SourceRows source = SourceRows.open(plan, VectorType.FLOAT2_ARRAY)) {
            VectorBatch batch = source.newBatch();
            while (source.read(batch)) {
                for (int row = 0; row < batch.rows(); row++) {
                    rows.add((batch.rowNumber(row) + " " + batch.values()[row] + " " + String.join(" ", batch.fields(row))).strip());
                }
            }
        }
        return rows;
    }
}
