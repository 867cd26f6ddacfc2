package io.float2.loader.source;

import io.float2.kernel.Float2;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimestampType;

/** What the values of a Parquet column mean: as text for a field, as a number for a vector. */
final class ParquetValue {

    /** The day that INT96 counts from, as days before 1970. */
    private static final int JULIAN_EPOCH = 2_440_588;

    private final SchemaElement element;
    private final LogicalType logical;
    private final ConvertedType converted;

    ParquetValue(SchemaElement element) {
        this.element = element;
        logical = element.isSetLogicalType() ? element.getLogicalType() : new LogicalType();
        converted = element.getConverted_type();
    }

    /** The current value of a reader, which is not NULL, as text that the server would take for its type. */
    String text(ColumnReader reader) {
        return switch (element.getType()) {
            case BOOLEAN -> Boolean.toString(reader.getBoolean());
            case INT32 -> integer(reader.getInteger(), isUnsigned(ConvertedType.UINT_32) ? 0xffff_ffffL : -1);
            case INT64 -> isUnsigned(ConvertedType.UINT_64) ? Long.toUnsignedString(reader.getLong())
                    : integer(reader.getLong(), -1);
            case FLOAT -> Float.toString(reader.getFloat());
            case DOUBLE -> Double.toString(reader.getDouble());
            case INT96 -> int96(reader.getBinary().toByteBuffer());
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(reader.getBinary().getBytes());
        };
    }

    /** Puts the current value of a reader, which is not NULL, into a vector. */
    void number(ColumnReader reader, String column, VectorSlot slot) {
        switch (element.getType()) {
            case FLOAT -> slot.value(reader.getFloat());
            case DOUBLE -> slot.value(reader.getDouble());
            case INT32 -> slot.value((double) reader.getInteger());
            case INT64 -> slot.value((double) reader.getLong());
            default -> {
                char[] text = text(reader).toCharArray();
                slot.number(column, text, 0, text.length);
            }
        }
    }

    private boolean isUnsigned(ConvertedType type) {
        return converted == type || logical.isSetINTEGER() && !logical.getINTEGER().isIsSigned();
    }

    private String integer(long value, long mask) {
        if (logical.isSetDATE() || converted == ConvertedType.DATE) {
            return LocalDate.ofEpochDay(value).toString();
        }
        if (logical.isSetTIMESTAMP()) {
            return timestamp(value, logical.getTIMESTAMP());
        }
        if (converted == ConvertedType.TIMESTAMP_MILLIS || converted == ConvertedType.TIMESTAMP_MICROS) {
            ChronoUnit unit = converted == ConvertedType.TIMESTAMP_MILLIS ? ChronoUnit.MILLIS : ChronoUnit.MICROS;
            return Instant.EPOCH.plus(value, unit).toString();
        }
        if (isDecimal()) {
            return BigDecimal.valueOf(value, element.getScale()).toPlainString();
        }
        return Long.toString(value & mask);
    }

    private static String timestamp(long value, TimestampType type) {
        ChronoUnit unit = type.getUnit().isSetMILLIS() ? ChronoUnit.MILLIS
                : type.getUnit().isSetMICROS() ? ChronoUnit.MICROS : ChronoUnit.NANOS;
        Instant instant = Instant.EPOCH.plus(value, unit);
        return type.isIsAdjustedToUTC() ? instant.toString() : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    private static String int96(ByteBuffer value) {
        ByteBuffer bytes = value.order(ByteOrder.LITTLE_ENDIAN);
        int at = bytes.position();
        long day = bytes.getInt(at + Long.BYTES) - JULIAN_EPOCH;
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(bytes.getLong(at)), ZoneOffset.UTC).toString();
    }

    private boolean isDecimal() {
        return logical.isSetDECIMAL() || converted == ConvertedType.DECIMAL;
    }

    private String bytes(byte[] value) {
        if (isDecimal()) {
            return new BigDecimal(new BigInteger(value), element.getScale()).toPlainString();
        }
        if (logical.isSetFLOAT16() && value.length == Short.BYTES) {
            return Float.toString(Float2.toFloat(ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getShort()));
        }
        if (logical.isSetUUID() && value.length == 2 * Long.BYTES) {
            ByteBuffer halves = ByteBuffer.wrap(value);
            return new UUID(halves.getLong(), halves.getLong()).toString();
        }
        boolean text = logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON() || converted == ConvertedType.UTF8
                || converted == ConvertedType.ENUM || converted == ConvertedType.JSON;
        return text ? new String(value, StandardCharsets.UTF_8) : "\\x" + HexFormat.of().formatHex(value);
    }
}
