package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.loader.source.ColumnTable;
import io.float2.loader.source.CsvDialect;
import io.float2.loader.source.Fixtures;
import io.float2.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeInferenceTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "true;FALSE,BOOLEAN",
        "true;1,TEXT",
        "1;-2;9223372036854775807,BIGINT",
        "1;9223372036854775808,DOUBLE",
        "0;-0,BIGINT",
        "1;2.5,DOUBLE",
        "1e5;NaN;-Infinity,DOUBLE",
        "007;1,TEXT",
        "00.5;1,TEXT",
        "0.5;0,DOUBLE",
        "+1;2,DOUBLE",
        "1;,BIGINT",
        ";,TEXT",
        "1;\"\",TEXT",
        "1;x,TEXT",
        "-;1,TEXT",
        "2024-01-31,DATE",
        "2024-01-31;2024-02-30,TEXT",
        "2024-01-31;2024-01-31 12:00,TIMESTAMP",
        "2024-01-31T12:00:00.5,TIMESTAMP",
        "2024-01-31T12:00:00Z;2024-01-31 12:00:00.5+02,TIMESTAMPTZ",
        "2024-01-31T12:00:00Z;2024-01-31T12:00:00,TEXT",
        "00112233-4455-6677-8899-aabbccddeeff,UUID",
        "00112233-4455-6677-8899-aabbccddeef,TEXT",
        "[];{},JSONB",
        "[];{,TEXT",
    })
    void theNarrowestTypeThatTakesAllValuesIsFound(String values, FieldType expected) {
        // The second column keeps a row of NULL from being an empty line.
        Path file = Fixtures.write(directory.resolve("x.csv"), "c,d\n" + values.replace(";", ",d\n") + ",d\n");
        assertThat(TypeInference.of(List.of(file), TypeInferenceTest::open, List.of("c", "d"), Progress.NONE).get(0)).isEqualTo(expected);
    }

    private static ColumnTable open(Path file) {
        return ColumnTable.open(file, null, CsvDialect.DEFAULT);
    }

    @Test
    void theLastRowOfTheLastFileCounts() {
        Path one = Fixtures.write(directory.resolve("1.csv"), "v,n\n[1],1\n");
        Path two = Fixtures.write(directory.resolve("2.csv"), "v,n\n" + "[1],2\n".repeat(5000) + "[1],2.5\n");
        assertThat(TypeInference.of(List.of(one), TypeInferenceTest::open, List.of("n"), Progress.NONE)).containsExactly(FieldType.BIGINT);
        assertThat(TypeInference.of(List.of(one, two), TypeInferenceTest::open, List.of("n"), Progress.NONE)).containsExactly(FieldType.DOUBLE);
    }
}
