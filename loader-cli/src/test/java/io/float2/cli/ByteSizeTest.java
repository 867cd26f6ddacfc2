package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"262144, 262144", "64MB, 64000000", "64 mb, 64000000", "1.5GB, 1500000000", "256MiB, 268435456", "8k, 8000", "2g, 2000000000"})
    void sizesAreReadWithTheirUnit(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> new ByteSize().convert("a lot")).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("\"a lot\" is no number of bytes");
        assertThatThrownBy(() -> new ByteSize().convert("-1")).isInstanceOf(TypeConversionException.class);
    }
}
