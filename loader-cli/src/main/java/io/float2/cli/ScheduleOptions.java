package io.float2.cli;

import io.float2.UserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** When a task is triggered. Use as {@code @Mixin ScheduleOptions schedule}. */
final class ScheduleOptions {

    @Option(names = "--cron", paramLabel = "FIELDS",
            description = "Trigger it again and again: minute, hour, day of month, month, day of week, such as \"30 2 * * *\".")
    private String cron;

    @Option(names = "--time-zone", paramLabel = "ZONE", defaultValue = "UTC", description = "Where the hours of --cron and --at are read.")
    private String timeZone;

    @Option(names = "--at", paramLabel = "TIME", description = "Trigger it once, at 2026-05-01T02:30 or 2026-05-01T02:30:00Z.")
    private String at;

    String cron() {
        return cron;
    }

    String timeZone() {
        return timeZone;
    }

    /** The time of {@code --at}, or null. */
    Instant at() {
        try {
            return at == null ? null
                    : at.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})") ? OffsetDateTime.parse(at).toInstant()
                    : LocalDateTime.parse(at).atZone(ZoneId.of(timeZone)).toInstant();
        } catch (DateTimeException e) {
            throw new UserException("--at " + at + ": write the time as 2026-05-01T02:30 or 2026-05-01T02:30:00Z", e);
        }
    }

    boolean isGiven() {
        return cron != null || at != null;
    }
}
