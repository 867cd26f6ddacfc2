package io.float2.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.sql.VectorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text without a line of names, and with other separators and quotes. */
class HeaderlessTest {

    private static final CsvDialect BLANKS = new CsvDialect(' ', null, false);
    private static final CsvDialect COMMAS = new CsvDialect(null, null, false);

    @TempDir
    Path directory;

    /** As GloVe writes them: among the words are quotes, numbers and separators of other files. */
    @Test
    void aWordAndItsNumbersAreARow() {
        List<String> rows = read("the 0.5 -1 2e-1\n\" 1 2 3\n1984 4 5 6\n, 7 8 9\n", BLANKS, null);
        assertThat(rows).containsExactly("[the] 0.5 -1.0 0.2", "[\"] 1.0 2.0 3.0", "[1984] 4.0 5.0 6.0", "[,] 7.0 8.0 9.0");
    }

    /** As word2vec and fastText write them: number and dimension first, a blank at the end of each line. */
    @Test
    void theLineOfCountsIsNoRow() {
        assertThat(read("3 2\n</s> 1 2 \nof 3 4 \n2000 5 6 \n", BLANKS, null)).containsExactly("[</s>] 1.0 2.0", "[of] 3.0 4.0", "[2000] 5.0 6.0");
        assertThat(read("3 2\n4 5\n", BLANKS, null)).containsExactly("[] 3.0 2.0", "[] 4.0 5.0");
        assertThat(read("3 1\n4 5\n", BLANKS, null)).containsExactly("[] 3.0 1.0", "[] 4.0 5.0");
    }

    @Test
    void aMatrixOfNumbersIsAllVectors() {
        assertThat(read("  1.5   2\n3 4  \n\n", BLANKS, null)).containsExactly("[] 1.5 2.0", "[] 3.0 4.0");
        assertThat(read("1,2\n3,4\n", COMMAS, null)).containsExactly("[] 1.0 2.0", "[] 3.0 4.0");
    }

    @Test
    void columnsAreNamedByTheirNumbers() {
        assertThat(read("7,a,1,2\n8,,3,4\n", COMMAS, "column3..")).containsExactly("[7, a] 1.0 2.0", "[8, null] 3.0 4.0");
        assertThat(read("7,\"[1,2]\",a\n8,\"[3,4]\",\n", COMMAS, null)).containsExactly("[7, a] 1.0 2.0", "[8, null] 3.0 4.0");
        Path file = Fixtures.write(directory.resolve("x.csv"), "7,1\n");
        try (ColumnTable table = ColumnTable.open(file, null, COMMAS)) {
            assertThat(table.header()).containsExactly("column1", "column2");
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstField() {
        assertThat(read("\ufeffthe 1 2\n", BLANKS, null)).containsExactly("[the] 1.0 2.0");
        assertThat(read("\ufeff1,2\n", COMMAS, null)).containsExactly("[] 1.0 2.0");
    }

    @Test
    void separatorAndQuoteMayBeAnyCharacter() {
        assertThat(read("a;b\n'x;''y';[1,2]\n", new CsvDialect(';', '\'', true), null)).containsExactly("[x;'y] 1.0 2.0");
        assertThat(read("a|b\n\"x|[1,2]\n", new CsvDialect('|', CsvDialect.NONE, true), null)).containsExactly("[\"x] 1.0 2.0");
    }

    /** Of another ending, or of none. */
    @Test
    void aFileIsTextWhenItIsSaidHowItIsWritten() {
        Path file = Fixtures.write(directory.resolve("glove.6B.300d.txt"), "the 1 2\n");
        assertThat(rows(file, BLANKS, null)).containsExactly("[the] 1.0 2.0");
        assertThatThrownBy(() -> rows(file, CsvDialect.DEFAULT, null)).hasMessageContaining("has no ending that tells its format");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "|holds no vectors: it is empty",
        "the 1 2\\nof 1\\n|, row 2: the number of fields is 2, but row 1 has 3",
        "the 1 2\\nof 1 2 3\\n|, row 2: the number of fields is 4, but row 1 has 3",
        "2 2\\nthe 1 2\\nof 1\\n|, row 2: the number of fields is 2, but row 1 has 3",
        "the 1 two\\n|, row 1: the last column, column3, holds neither a number nor a vector in [brackets] or {braces}; "
                + "--vector-column FIRST..LAST says where the vector's values are",
    })
    void whatIsWrongIsOneSentence(String text, String sentence) {
        assertThatThrownBy(() -> read(text == null ? "" : text.replace("\\n", "\n"), BLANKS, null)).isInstanceOf(UserException.class)
                .hasMessageEndingWith(sentence).hasMessageContaining("x.csv");
    }

    /** Behind the rows that are looked at to find the vectors. */
    @Test
    void aWordAmongTheNumbersNamesRowAndColumn() {
        String text = "the 1 2\n".repeat(1500) + "of x 2\n";
        assertThatThrownBy(() -> read(text, BLANKS, null)).hasMessageEndingWith("x.csv, row 1501: the column column2 holds no number: x");
    }

    /** Words with blanks in them, which GloVe's largest file has. */
    @Test
    void aRowWithAnotherNumberOfFieldsCanBeRejected() {
        Path file = Fixtures.write(directory.resolve("x.csv"), "the 1 2\n. . 3 4\nof 5\nat 6 7\n");
        SourceOptions options = new SourceOptions(null, BLANKS, null, VectorType.FLOAT4_ARRAY, null, true);
        try (VectorReader reader = VectorReader.open(file, options)) {
            VectorBatch batch = new VectorBatch(reader.dimension(), 1);
            assertThat(reader.read(batch, 4)).isTrue();
            assertThat(batch.rows()).isEqualTo(4);
            assertThat(batch.rejection(0)).isNull();
            assertThat(batch.rejection(1)).isEqualTo("the number of fields is 4, but row 1 has 3");
            assertThat(batch.rejection(2)).isEqualTo("the number of fields is 2, but row 1 has 3");
            assertThat(batch.fields(2)).containsExactly("of");
            assertThat(batch.vectorText(2)).isEqualTo("[5.0]");
            assertThat(batch.rejection(3)).isNull();
            assertThat(batch.fields(3)).containsExactly("at");
            assertThat(batch.values()).startsWith(1, 2).containsSequence(6, 7);
        }
        try (VectorReader reader = VectorReader.open(file, options)) {
            VectorBatch batch = new VectorBatch(reader.dimension(), 1);
            assertThat(reader.skip(3)).isEqualTo(3);
            assertThat(reader.read(batch, 4)).isTrue();
            assertThat(batch.fields(0)).containsExactly("at");
        }
    }

    @Test
    void charactersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new CsvDialect(';', ';', true)).hasMessageContaining("--delimiter and --quote are both ;");
        assertThatThrownBy(() -> new CsvDialect('\n', null, true)).hasMessageContaining("--delimiter cannot be a character that ends a line");
    }

    private List<String> read(String text, CsvDialect dialect, String vectorColumn) {
        return rows(Fixtures.write(directory.resolve("x.csv"), text), dialect, vectorColumn);
    }

    /** Each as its fields and its vector. */
    private static List<String> rows(Path file, CsvDialect dialect, String vectorColumn) {
        SourceOptions options = new SourceOptions(null, dialect, vectorColumn, VectorType.FLOAT4_ARRAY, null, false);
        try (VectorReader reader = VectorReader.open(file, options)) {
            VectorBatch batch = new VectorBatch(reader.dimension(), reader.fieldNames().size());
            List<String> rows = new ArrayList<>();
            while (reader.read(batch, 3)) {
                for (int row = 0; row < batch.rows(); row++) {
                    StringBuilder text = new StringBuilder(Arrays.asList(batch.fields(row)).toString());
                    for (int i = 0; i < reader.dimension(); i++) {
                        text.append(' ').append(batch.values()[row * reader.dimension() + i]);
                    }
                    rows.add(text.toString());
                }
            }
            return rows;
        }
    }
}
