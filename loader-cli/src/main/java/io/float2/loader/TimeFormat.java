package io.float2.loader;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * The binary forms of date, timestamp and timestamptz, from ISO 8601: {@code 2024-02-29}, {@code 2024-02-29 12:30:00.25+02}, with a
 * blank or a T between. A timestamptz without an offset is in the zone of this process, which the driver makes the session's, too.
 */
final class TimeFormat {

    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final LocalDateTime EPOCH_TIME = EPOCH.atStartOfDay();

    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DATE)
            .optionalStart()
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .optionalStart().appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true).optionalEnd()
            .optionalStart().appendLiteral(' ').optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private TimeFormat() {}

    static void encodeDate(String text, CopyBuffer out) throws SQLException {
        out.putInt(Integer.BYTES);
        switch (text.toLowerCase(Locale.ROOT)) {
            case "infinity" -> out.putInt(Integer.MAX_VALUE);
            case "-infinity" -> out.putInt(Integer.MIN_VALUE);
            default -> out.putInt(Math.toIntExact(ChronoUnit.DAYS.between(EPOCH, LocalDate.parse(text, DATE))));
        }
    }

    static void encodeTimestamp(String text, CopyBuffer out) throws SQLException {
        out.putInt(Long.BYTES);
        out.putLong(microseconds(text, false));
    }

    static void encodeTimestampWithZone(String text, CopyBuffer out) throws SQLException {
        out.putInt(Long.BYTES);
        out.putLong(microseconds(text, true));
    }

    private static long microseconds(String text, boolean zoned) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "infinity":
                return Long.MAX_VALUE;
            case "-infinity":
                return Long.MIN_VALUE;
            default:
                break;
        }
        TemporalAccessor parsed = TIMESTAMP.parse(text);
        LocalDate date = LocalDate.from(parsed);
        LocalDateTime time = parsed.isSupported(ChronoField.HOUR_OF_DAY) ? LocalDateTime.from(parsed) : date.atStartOfDay();
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        if (zoned) {
            ZonedDateTime moment = time.atZone(offset == null ? ZoneId.systemDefault() : offset);
            time = moment.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
        } else if (offset != null) {
            throw new DateTimeException("a timestamp without time zone has no offset");
        }
        // The server rounds what is finer than a microsecond.
        return ChronoUnit.MICROS.between(EPOCH_TIME, time.plusNanos(500).truncatedTo(ChronoUnit.MICROS));
    }
}
