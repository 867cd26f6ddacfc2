package io.float2.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.kernel.Float2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchDataTest {

    @TempDir
    Path folder;

    /** Vector i is (i, i + 0.5); a and b are pictures whose points lie on a line in the order of their rows, c is a lone point. */
    @BeforeEach
    void write() throws IOException {
        VecsWriter.write(folder.resolve("base.fvecs"), vectors(21));
        VecsWriter.write(folder.resolve("query.fvecs"), vectors(2));
        StringBuilder places = new StringBuilder("photo,x,y\n");
        for (int row = 0; row < 21; row++) {
            places.append(row == 20 ? "c" : row % 2 == 0 ? "a" : "b").append(',').append(row).append(",0\n");
        }
        Files.writeString(folder.resolve("base.csv"), places);
    }

    private static short[][] vectors(int count) {
        short[][] vectors = new short[count][];
        for (int row = 0; row < count; row++) {
            vectors[row] = Float2.toHalf(new float[] {row, row + 0.5f});
        }
        return vectors;
    }

    @Test
    void aFolderHasRowsAndQueries() {
        BenchData data = BenchData.read(folder, 7, BenchData.AS_FILE, 1);
        assertThat(data.rows()).isEqualTo(7);
        assertThat(data.queries()).hasDimensions(1, 2);
        assertThat(Float2.toFloat(data.base()[6])).containsExactly(6, 6.5f);
    }

    @Test
    void theLastRowsOfAFileAreTheQueries() {
        BenchData data = BenchData.read(folder.resolve("base.fvecs"), BenchData.ALL, BenchData.AS_FILE, 100);
        assertThat(data.rows()).isEqualTo(19);
        assertThat(data.queries()).hasDimensions(2, 2);
        assertThat(Float2.toFloat(data.queries()[1])).containsExactly(20, 20.5f);
    }

    @Test
    void longVectorsAreJoinedFromNeighboursInThePicture() {
        BenchData data = BenchData.read(folder, 10, 6, 5);
        assertThat(data.dimension()).isEqualTo(6);
        // The point itself, then the next two of the same picture; the nearer row first where two are as far.
        assertThat(Float2.toFloat(data.base()[0])).containsExactly(0, 0.5f, 2, 2.5f, 4, 4.5f);
        assertThat(Float2.toFloat(data.base()[5])).containsExactly(5, 5.5f, 3, 3.5f, 7, 7.5f);
        // The lone point has no neighbours, so the last vector is that of the row before.
        assertThat(Float2.toFloat(data.queries()[data.queries().length - 1])).startsWith(19, 19.5f);
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        assertThatThrownBy(() -> BenchData.read(folder, 22, BenchData.AS_FILE, 1)).isInstanceOf(UserException.class)
                .hasMessage(folder.resolve("base.fvecs") + " has 21 rows, fewer than the 22 asked for");
        assertThatThrownBy(() -> BenchData.read(folder, 5, 5, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("the dimension 5 is no multiple of 2");
        Files.delete(folder.resolve("base.csv"));
        assertThatThrownBy(() -> BenchData.read(folder, 5, 4, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("base.csv, which says where each is, is missing");
    }
}
