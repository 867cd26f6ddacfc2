package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.loader.source.VectorBatch;
import io.float2.sql.ColumnInfo;
import io.float2.sql.TableInfo;
import io.float2.sql.TableName;
import io.float2.sql.VectorType;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowEncoderTest {

    private static final int ELEMENT_OID = 0x01020304;
    private static final Path FILE = Path.of("x.fvecs");
    private static final Path METADATA = Path.of("m.csv");

    private static final ColumnInfo ID = new ColumnInfo("id", "bigint", "int8recv", 0, null, false, false, 'p');
    private static final ColumnInfo NAME = new ColumnInfo("name", "text", "textrecv", 0, null, false, false, 'x');
    private static final ColumnInfo SIZE = new ColumnInfo("size", "integer", "int4recv", 0, null, false, false, 'p');
    private static final ColumnInfo HALVES =
            new ColumnInfo("v", "float2[]", "array_recv", ELEMENT_OID, VectorType.FLOAT2_ARRAY, false, false, 'p');
    private static final ColumnInfo FLOATS =
            new ColumnInfo("v", "real[]", "array_recv", ELEMENT_OID, VectorType.FLOAT4_ARRAY, false, false, 'p');
    private static final ColumnInfo SUM = new ColumnInfo("sum", "bigint", "int8recv", 0, null, false, true, 'p');
    private static final ColumnInfo POINT = new ColumnInfo("at", "point", "point_recv", 0, null, false, false, 'p');

    private static final BoundColumn ROW_NUMBER = new BoundColumn("id", new ColumnSource.RowNumber());
    private static final BoundColumn VECTOR = new BoundColumn("v", new ColumnSource.Vector());

    @Test
    void aHalfVectorIsAnArrayOfTwoByteElements() throws SQLException {
        VectorBatch batch = batch(new float[] {1f, -2f, 65504f}, 41);
        assertThat(encoded(List.of(ROW_NUMBER, VECTOR), batch, ID, HALVES)).isEqualTo(hex(
                "5047434f50590aff0d0a00", "00000000", "00000000",
                "0002",
                "00000008", "0000000000000029",
                "00000026", "00000001", "00000000", "01020304", "00000003", "00000001",
                "00000002", "3c00", "00000002", "c000", "00000002", "7bff",
                "ffff"));
    }

    @Test
    void aFloatVectorIsAnArrayOfFourByteElements() throws SQLException {
        VectorBatch batch = batch(new float[] {1f, Float.NaN}, 0);
        assertThat(encoded(List.of(VECTOR), batch, FLOATS)).isEqualTo(hex(
                "5047434f50590aff0d0a00", "00000000", "00000000",
                "0001",
                "00000024", "00000001", "00000000", "01020304", "00000002", "00000001",
                "00000004", "3f800000", "00000004", "7fc00000",
                "ffff"));
    }

    @Test
    void fieldsAreWrittenInTheColumnsOrderAndNullAsMinusOne() throws SQLException {
        VectorBatch batch = new VectorBatch(1, 2);
        batch.start(FILE, 1);
        batch.fields(0)[0] = "ä";
        batch.fields(0)[1] = "7";
        batch.values()[0] = 0f;
        batch.endRow(0);
        batch.fields(1)[0] = null;
        batch.fields(1)[1] = "-1";
        batch.values()[1] = -0f;
        batch.endRow(0);
        List<BoundColumn> bound = List.of(field("size", 1), field("name", 0), VECTOR);
        assertThat(encoded(bound, batch, NAME, SIZE, HALVES)).isEqualTo(hex(
                "5047434f50590aff0d0a00", "00000000", "00000000",
                "0003", "00000004", "00000007", "00000002", "c3a4",
                "0000001a", "00000001", "00000000", "01020304", "00000001", "00000001", "00000002", "0000",
                "0003", "00000004", "ffffffff", "ffffffff",
                "0000001a", "00000001", "00000000", "01020304", "00000001", "00000001", "00000002", "8000",
                "ffff"));
    }

    @Test
    void theBufferIsPassedOnInPiecesWithoutLosingABit() throws SQLException {
        int dimension = 16_000;
        VectorBatch batch = new VectorBatch(dimension, 1);
        batch.start(FILE, 1);
        String text = "0123456789".repeat(CopyBuffer.SIZE / 5);
        for (int row = 0; row < batch.capacity(); row++) {
            batch.fields(row)[0] = text;
            batch.values()[row * dimension + row] = 1f;
            batch.endRow(0);
        }
        byte[] bytes = encoded(List.of(field("name", 0), VECTOR), batch, NAME, HALVES);
        int row = 2 + 4 + text.length() + 4 + 20 + 6 * dimension;
        assertThat(bytes).hasSize(19 + batch.rows() * row + 2);
        for (int i = 0; i < batch.rows(); i++) {
            int one = 19 + i * row + 2 + 4 + text.length() + 4 + 20 + 6 * i + 4;
            assertThat(HexFormat.of().formatHex(bytes, one - 4, one + 2)).isEqualTo("000000023c00");
        }
    }

    @Test
    void valuesThatAreNotFiniteAreCounted() throws SQLException {
        VectorBatch batch = new VectorBatch(4, 0);
        batch.start(FILE, 1);
        float[] values = {
            65519.99f, -65519.99f, 0, 1,
            65520f, -1e30f, Float.NaN, 1,
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 65520f
        };
        System.arraycopy(values, 0, batch.values(), 0, values.length);
        batch.endRows(3);
        assertThat(encode(List.of(VECTOR), batch, OverflowPolicy.INFINITY, new ByteArrayOutputStream(), HALVES))
                .isEqualTo(new ValueCounts(3, 0, 2, 1, 2));
        assertThat(encode(List.of(VECTOR), batch, OverflowPolicy.INFINITY, new ByteArrayOutputStream(), FLOATS))
                .isEqualTo(new ValueCounts(0, 0, 2, 1, 2));
    }

    @Test
    void anOverflowCanBeRefusedByFileAndRow() {
        VectorBatch batch = new VectorBatch(2, 0);
        batch.start(FILE, 11);
        batch.values()[3] = 70000f;
        batch.endRows(2);
        assertThatThrownBy(() -> encode(List.of(VECTOR), batch, OverflowPolicy.REJECT, new ByteArrayOutputStream(), HALVES))
                .isInstanceOf(UserException.class)
                .hasMessage("x.fvecs, row 12: the value 2 of the vector, 70000.0, is too large for float2, which ends at 65504");
    }

    @Test
    void aFieldThatDoesNotFitItsColumnIsNamedWithItsOwnFilesRow() {
        VectorBatch batch = batch(new float[] {1}, 9);
        batch.fields(0)[0] = "seven";
        assertThatThrownBy(() -> encoded(List.of(field("size", 0), VECTOR), batch, SIZE, HALVES))
                .isInstanceOf(UserException.class)
                .hasMessage("m.csv, row 10: the column size has \"seven\", which is no integer");
    }

    @Test
    void columnsThatTakeNoValuesAreRefusedByName() {
        assertThatThrownBy(() -> layout(List.of(field("sum", 0), VECTOR), SUM, HALVES))
                .hasMessage("the column t.sum is generated by the server and takes no values");
        assertThatThrownBy(() -> layout(List.of(field("at", 0), VECTOR), POINT, HALVES))
                .hasMessage("the column t.at is of type point, which cannot be loaded from a file; leave it out with --columns");
        assertThatThrownBy(() -> layout(List.of(new BoundColumn("name", new ColumnSource.Vector())), NAME))
                .hasMessage("the column t.name is of type text; vectors go into float2[], float4[], halfvec, vector or smallint[]");
        assertThatThrownBy(() -> layout(List.of(VECTOR), NAME)).hasMessage("the table t has no column v; it has name");
    }

    @Test
    void theStatementQuotesNames() {
        ColumnInfo odd = new ColumnInfo("a \"b\"", "text", "textrecv", 0, null, false, false, 'x');
        assertThat(layout(List.of(field("a \"b\"", 0), VECTOR), odd, HALVES).copyStatement(true))
                .isEqualTo("COPY \"public\".\"t\" (\"a \"\"b\"\"\", \"v\") FROM STDIN WITH (FORMAT binary, FREEZE)");
    }

    private static BoundColumn field(String column, int index) {
        return new BoundColumn(column, new ColumnSource.Field(index, new SourceField(column, METADATA, true)));
    }

    private static VectorBatch batch(float[] values, long rowNumber) {
        VectorBatch batch = new VectorBatch(values.length, 1);
        batch.start(FILE, 1);
        batch.setFirstRow(rowNumber);
        System.arraycopy(values, 0, batch.values(), 0, values.length);
        batch.endRow(0);
        return batch;
    }

    private static RowLayout layout(List<BoundColumn> bound, ColumnInfo... columns) {
        return RowLayout.of(new TableInfo(1, new TableName("public", "t"), 'r', -1, List.of(columns)), bound);
    }

    private static byte[] encoded(List<BoundColumn> bound, VectorBatch batch, ColumnInfo... columns) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encode(bound, batch, OverflowPolicy.INFINITY, bytes, columns);
        return bytes.toByteArray();
    }

    private static ValueCounts encode(
            List<BoundColumn> bound, VectorBatch batch, OverflowPolicy policy, ByteArrayOutputStream bytes, ColumnInfo... columns)
            throws SQLException {
        RowEncoder encoder = layout(bound, columns).newEncoder(batch.dimension(), RowRules.strict(policy));
        CopyBuffer out = new CopyBuffer(bytes::write);
        encoder.begin(out);
        encoder.encode(batch, out);
        encoder.end(out);
        return encoder.counts();
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts));
    }
}
