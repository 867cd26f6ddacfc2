package io.float2.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them, in the time zone of this machine. */
final class Moment {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Moment() {}

    /** 2026-05-01 13:45:00; null stays null. */
    static String of(Instant moment) {
        return moment == null ? null : FORMAT.format(moment);
    }

    /** From one to the other, or up to now; null when it has not begun. */
    static String between(Instant start, Instant end) {
        return start == null ? null : Human.duration(Math.max(0, Duration.between(start, end == null ? Instant.now() : end).toMillis() / 1e3));
    }
}
