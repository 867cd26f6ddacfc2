package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VecsFileTest {

    private static final byte[] TWO_ROWS = Fixtures.fvecs(new float[] {1, 2, 3}, new float[] {4, 5, 6});
    private static final int ROW = 16;

    @TempDir
    Path directory;

    @Test
    void rowsAreReadInPiecesOfAnySize() {
        try (VecsFile file = open(TWO_ROWS)) {
            assertThat(file.dimension()).isEqualTo(3);
            assertThat(file.rows()).isEqualTo(2);
            assertThat(file.read(1).getFloat(4)).isEqualTo(1f);
            assertThat(file.read(100).getFloat(4)).isEqualTo(4f);
            assertThat(file.read(1).remaining()).isZero();
        }
    }

    @Test
    void aPieceLargerThanTheBufferIsReadWhole() {
        int dimension = 16_000;
        byte[] bytes = Fixtures.fvecs(new float[40][dimension]);
        try (VecsFile file = open(bytes)) {
            assertThat(file.read(40).remaining()).isEqualTo(40 * (4 + 4 * dimension));
        }
    }

    @Test
    void anEmptyFileHoldsNoVectors() {
        assertThatThrownBy(() -> open(new byte[0])).isInstanceOf(UserException.class).hasMessageEndingWith("holds no vectors: it is empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFileThatEndsInTheFirstDimensionIsCutOff(int length) {
        assertThatThrownBy(() -> open(Arrays.copyOf(TWO_ROWS, length)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("x.fvecs, row 1: cut off after " + length + " of the 4 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 7, 8, 15})
    void aFileThatEndsInTheFirstRowIsCutOff(int length) {
        assertThatThrownBy(() -> open(Arrays.copyOf(TWO_ROWS, length)))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith("x.fvecs, row 1: cut off after " + length + " of its 16 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 19, 20, 21, 31})
    void aFileThatEndsInALaterRowNamesThatRow(int length) {
        assertThatThrownBy(() -> open(Arrays.copyOf(TWO_ROWS, length)))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith("x.fvecs, row 2: cut off after " + (length - ROW) + " of its 16 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 16_001, Integer.MAX_VALUE})
    void aDimensionOutOfRangeNamesTheLimit(int dimension) {
        byte[] bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(dimension).array();
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("x.fvecs, row 1: the dimension is " + dimension + ", but it can be 1 to 16000");
    }

    @Test
    void theOtherByteOrderIsNoticed() {
        byte[] bytes = ByteBuffer.allocate(4 + 512).order(ByteOrder.BIG_ENDIAN).putInt(128).array();
        assertThatThrownBy(() -> open(bytes)).hasMessageEndingWith("its bytes are in the wrong order, fvecs is little-endian");
    }

    @Test
    void aFileOfAnotherKindIsNotTakenForVectors() {
        byte[] text = "id,photo,package,width,height\n1,a,b,2,3\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> open(text)).hasMessageEndingWith("this does not look like fvecs");
    }

    @Test
    void aRowOfAnotherLengthIsNamedWhenTheFileDoesNotWorkOut() {
        byte[] bytes = Fixtures.fvecs(new float[3], new float[3], new float[4]);
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith("x.fvecs, row 3: the dimension is 4, but that of row 1 is 3");
    }

    @Test
    void aRowOfAnotherLengthIsNamedWhenTheFileWorksOutByChance() {
        // 5 + 1 values take as much room as 3 + 3.
        byte[] bytes = Fixtures.fvecs(new float[3], new float[5], new float[1]);
        try (VecsFile file = open(bytes)) {
            assertThat(file.rows()).isEqualTo(3);
            assertThatThrownBy(() -> file.read(3))
                    .isInstanceOf(UserException.class)
                    .hasMessageEndingWith("x.fvecs, row 2: the dimension is 5, but that of row 1 is 3");
        }
    }

    @Test
    void aFileThatGetsShorterMeanwhileIsAnErrorOfItsRow() {
        Path path = Fixtures.write(directory.resolve("x.fvecs"), TWO_ROWS);
        try (VecsFile file = VecsFile.open(path, VecsFile.Element.FLOAT32)) {
            Fixtures.write(path, Arrays.copyOf(TWO_ROWS, ROW + 5));
            assertThatThrownBy(() -> file.read(2)).isInstanceOf(UserException.class).hasMessageEndingWith("in row 2");
        }
    }

    @Test
    void aMissingFileAndADirectoryAreNamed() {
        Path missing = directory.resolve("missing.fvecs");
        assertThatThrownBy(() -> VecsFile.open(missing, VecsFile.Element.FLOAT32)).hasMessage("there is no file " + missing);
        assertThatThrownBy(() -> VecsFile.open(directory, VecsFile.Element.FLOAT32)).hasMessage(directory + " is a directory, not a file");
    }

    private VecsFile open(byte[] bytes) {
        return VecsFile.open(Fixtures.write(directory.resolve("x.fvecs"), bytes), VecsFile.Element.FLOAT32);
    }
}
