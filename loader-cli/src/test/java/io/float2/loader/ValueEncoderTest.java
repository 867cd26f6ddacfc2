package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueEncoderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "boolrecv|t|00000001 01",
        "boolrecv|FALSE|00000001 00",
        "boolrecv|0|00000001 00",
        "int2recv|-32768|00000002 8000",
        "int4recv|2147483647|00000004 7fffffff",
        "int8recv|-1|00000008 ffffffffffffffff",
        "float2_recv|65504|00000002 7bff",
        "float4recv|1.5|00000004 3fc00000",
        "float4recv|nan|00000004 7fc00000",
        "float8recv|-inf|00000008 fff0000000000000",
        "float8recv|1e308|00000008 7fe1ccf385ebc8a0",
        "textrecv|aß|00000003 61c39f",
        "varcharrecv|a|00000001 61",
        "enum_recv|red|00000003 726564",
        "json_recv|{}|00000002 7b7d",
        "jsonb_recv|{}|00000003 01 7b7d",
        "bytearecv|\\x00ff|00000002 00ff",
        "uuid_recv|00112233-4455-6677-8899-aabbccddeeff|00000010 00112233445566778899aabbccddeeff",
        "date_recv|2000-01-01|00000004 00000000",
        "date_recv|1999-12-31|00000004 ffffffff",
        "date_recv|infinity|00000004 7fffffff",
        "timestamp_recv|2000-01-01|00000008 0000000000000000",
        "timestamp_recv|2000-01-01 00:00:01|00000008 00000000000f4240",
        "timestamp_recv|2000-01-01T00:00|00000008 0000000000000000",
        "timestamp_recv|1999-12-31 23:59:59.999999|00000008 ffffffffffffffff",
        "timestamp_recv|2000-01-01 00:00:00.0000015|00000008 0000000000000002",
        "timestamp_recv|-infinity|00000008 8000000000000000",
        "timestamptz_recv|2000-01-01 02:00:00+02|00000008 0000000000000000",
        "timestamptz_recv|2000-01-01T00:00:00Z|00000008 0000000000000000",
        "timestamptz_recv|1999-12-31 19:30:00.5 -0430|00000008 000000000007a120",
        // digits, weight, sign, scale, then groups of four digits
        "numeric_recv|0|00000008 0000 ffff 0000 0000",
        "numeric_recv|1|0000000a 0001 0000 0000 0000 0001",
        "numeric_recv|-12345.678|0000000e 0003 0001 4000 0003 0001 0929 1a7c",
        "numeric_recv|0.0001|0000000a 0001 ffff 0000 0004 0001",
        "numeric_recv|1e4|0000000c 0002 0001 0000 0000 0001 0000",
        "numeric_recv|NaN|00000008 0000 0000 c000 0000",
        "numeric_recv|-Infinity|00000008 0000 0000 f000 0000",
    })
    void valuesAreInTheServersBinaryForm(String receive, String text, String bytes) throws SQLException {
        assertThat(HexFormat.of().formatHex(encode(receive, text))).isEqualTo(bytes.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "boolrecv|maybe", "boolrecv|2", "int2recv|32768", "int4recv|1.0", "int4recv|''", "int8recv|9223372036854775808",
        "float2_recv|x", "float4recv|1e39", "float4recv|1f", "float8recv|1e309", "float8recv|1d", "float8recv|''", "bytearecv|00ff",
        "bytearecv|\\x0", "uuid_recv|00112233", "uuid_recv|00112233-4455-6677-8899-aabbccddeefg", "date_recv|2023-02-29",
        "date_recv|31.1.2024", "timestamp_recv|2024-01-01 25:00", "timestamp_recv|2024-01-01 00:00+01", "timestamptz_recv|now",
        "numeric_recv|1,5", "numeric_recv|1e200000", "numeric_recv|1e-20000",
    })
    void textsOfNoValueOfTheTypeAreRefused(String receive, String text) {
        assertThatThrownBy(() -> encode(receive, text)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aTextLongerThanTheBufferGoesOutInPieces() throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CopyBuffer out = new CopyBuffer(bytes::write, 16);
        String text = "0123456789".repeat(10);
        ValueEncoder.BY_RECEIVE_FUNCTION.get("textrecv").encode(text, out);
        out.flush();
        assertThat(bytes.toByteArray()).hasSize(104).endsWith(text.substring(50).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] encode(String receive, String text) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CopyBuffer out = new CopyBuffer(bytes::write);
        ValueEncoder.BY_RECEIVE_FUNCTION.get(receive).encode(text, out);
        out.flush();
        return bytes.toByteArray();
    }
}
