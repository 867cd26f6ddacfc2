package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.sql.VectorType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

    @TempDir
    Path directory;

    @Test
    void theColumnWithBracketsIsTheVectorAndTheOthersAreFields() {
        Path file = file("id,v,name\n7,\"[1,2]\",x\n8,\"{3,4}\",\n9,\"[5,6]\",\"\"\n");
        try (VectorReader reader = open(file, null)) {
            assertThat(reader.vectorName()).isEqualTo("v");
            assertThat(reader.fieldNames()).containsExactly("id", "name");
            VectorBatch batch = new VectorBatch(2, 2);
            assertThat(reader.read(batch, 100)).isTrue();
            assertThat(batch.rows()).isEqualTo(3);
            assertThat(batch.values()).startsWith(1, 2, 3, 4, 5, 6);
            assertThat(batch.fields(0)).containsExactly("7", "x");
            assertThat(batch.fields(1)).as("without quotes it is NULL").containsExactly("8", null);
            assertThat(batch.fields(2)).as("with quotes it is an empty text").containsExactly("9", "");
            assertThat(reader.read(batch, 100)).isFalse();
        }
    }

    @Test
    void aColumnOfJsonIsNotTakenForTheVector() {
        try (VectorReader reader = open(file("j,v\n{},\"{1,2}\"\n"), null)) {
            assertThat(reader.vectorName()).isEqualTo("v");
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() {
        try (VectorReader reader = open(file("\ufeffid,v\n1,\"[1]\"\n"), null)) {
            assertThat(reader.fieldNames()).containsExactly("id");
        }
    }

    @Test
    void rowsComeInBatchesAsLargeAsWanted() {
        StringBuilder text = new StringBuilder("v,n\n");
        for (int i = 0; i < 1000; i++) {
            text.append("\"[").append(i).append("]\",").append(i).append('\n');
        }
        try (VectorReader reader = open(file(text.toString()), null)) {
            VectorBatch batch = new VectorBatch(1, 1);
            int seen = 0;
            while (reader.read(batch, 7)) {
                assertThat(batch.rows()).isLessThanOrEqualTo(7);
                for (int row = 0; row < batch.rows(); row++, seen++) {
                    assertThat(batch.values()[row]).isEqualTo((float) seen);
                    assertThat(batch.fields(row)[0]).isEqualTo(String.valueOf(seen));
                }
            }
            assertThat(seen).isEqualTo(1000);
        }
    }

    @Test
    void aRowAfterAFieldOfSeveralLinesIsNamedWithItsLine() {
        Path file = file("v,t\n\"[1]\",\"a\nb\"\n\"[x]\",c\n");
        assertThatThrownBy(() -> readAll(file, null))
                .isInstanceOf(UserException.class)
                .hasMessage(file + ", row 2 (line 4): the column v holds a vector whose value 1 is no number: x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "id,v\\n1,2\\n|, row 1: none of the columns id, v holds a vector in [brackets] or {braces}; --vector-column FIRST..LAST takes the vector's values from a column each",
        "a,b\\n[1],{2}\\n| has vectors in the columns a and b: name one with --vector-column",
        "id,v\\n| holds no vectors: there is no row below its header line",
        "v\\n[1]\\n[2;3]\\n|, row 2: the column v holds a vector whose value 1 is no number: 2;3",
        "v,t\\n[1],a\\n[],b\\n|, row 2: the dimension is 0, but that of row 1 is 1",
        "v,t\\n[],b\\n|, row 1: the dimension is 0, but it can be 1 to 16000",
        "v,t\\n[1],a\\n,b\\n|, row 2: the column v holds no vector",
        "v,t\\n[1],a\\n[2]\\n|, row 2: the number of fields is 1, but the header line has 2",
        "v,t\\n[1],a\\n[2],b,c\\n|, row 2: the number of fields is 3, but the header line has 2",
        "v,v\\n[1],a\\n|: the header line has the name v twice",
        "v,\\n[1],a\\n|: the header line gives column 2 no name",
    })
    void whatIsWrongWithAFileIsOneSentence(String text, String sentence) {
        Path file = file(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> readAll(file, null)).isInstanceOf(UserException.class).hasMessage(file + sentence);
    }

    @Test
    void aVectorOfAnotherLengthNamesBoth() {
        Path file = file("v\n\"[1,2]\"\n\"[1,2,3]\"\n");
        assertThatThrownBy(() -> readAll(file, null)).hasMessage(file + ", row 2: the dimension is 3, but that of row 1 is 2");
    }

    @Test
    void aNamedColumnThatIsNotThereListsThoseThatAre() {
        Path file = file("id,v\n1,\"[1]\"\n");
        assertThatThrownBy(() -> readAll(file, "w")).hasMessage(file + " has no column w; it has id, v");
    }

    @Test
    void aNamedColumnWithoutAVectorSaysSo() {
        Path file = file("id,v\n1,\"[1]\"\n");
        assertThatThrownBy(() -> readAll(file, "id"))
                .hasMessage(file + ", row 1: the column id holds no vector in [brackets] or {braces}");
    }

    @Test
    void bytesThatAreNotUtf8AreAnErrorOfTheFile() {
        Path file = Fixtures.write(directory.resolve("x.csv"), "v,t\n[1],\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> readAll(file, null)).isInstanceOf(UserException.class).hasMessageContaining("x.csv is not encoded in UTF-8");
    }

    @Test
    void aQuoteThatIsNotClosedIsAnErrorOfTheFile() {
        Path file = file("v,t\n[1],a\n[2],\"b\n" + "c".repeat(20_000_000));
        assertThatThrownBy(() -> readAll(file, null)).isInstanceOf(UserException.class).hasMessageContaining("a quote that is not closed");
    }

    @Test
    void longTextsMakeSmallBatches() {
        String large = "t".repeat(3_000_000);
        Path file = file("v,t\n" + ("[1]," + large + "\n").repeat(6));
        try (VectorReader reader = open(file, null)) {
            VectorBatch batch = new VectorBatch(1, 1);
            assertThat(reader.read(batch, 1000)).isTrue();
            assertThat(batch.rows()).isLessThan(6);
        }
    }

    private Path file(String text) {
        return Fixtures.write(directory.resolve("x.csv"), text);
    }

    private static VectorReader open(Path file, String vectorColumn) {
        return VectorReader.open(file, null, vectorColumn, VectorType.FLOAT4_ARRAY);
    }

    private static void readAll(Path file, String vectorColumn) {
        try (VectorReader reader = open(file, vectorColumn)) {
            VectorBatch batch = new VectorBatch(reader.dimension(), reader.fieldNames().size());
            while (reader.read(batch, 100)) {
                assertThat(batch.rows()).isPositive();
            }
        }
    }
}
