package io.float2.task;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.float2.UserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/** Times by cron's five fields, read in a time zone. */
public final class CronSchedule {

    /** Of the clock, two a year, that are looked at before the next time. */
    private static final int MAX_CHANGES = 20;

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /** @throws UserException when it is none, or there is no such time zone */
    public static CronSchedule parse(String cron, String timeZone) {
        try {
            CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
            return new CronSchedule(ExecutionTime.forCron(parser.parse(cron).validate()), ZoneId.of(timeZone));
        } catch (IllegalArgumentException e) {
            throw new UserException("\"" + cron + "\" is not a cron schedule: " + e.getMessage(), e);
        } catch (DateTimeException e) {
            throw new UserException("there is no time zone \"" + timeZone + "\"", e);
        }
    }

    /**
     * The first time after {@code moment}, if there is one. What falls into the hour that a clock change skips is due right after it,
     * unless the schedule comes every hour anyway; what falls into the hour that is repeated is due in its first pass.
     */
    public Optional<Instant> after(Instant moment) {
        Optional<Instant> next = times.nextExecution(at(moment)).map(ZonedDateTime::toInstant);
        ZoneOffsetTransition change = zone.getRules().nextTransition(moment);
        for (int i = 0; i < MAX_CHANGES && next.isPresent() && change != null; i++) {
            if (!change.getInstant().plus(change.getDuration().abs()).isBefore(next.get())) {
                return next;
            }
            if (change.isGap() && isIn(change)) {
                return Optional.of(change.getInstant());
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return next;
    }

    /** Whether a time of the schedule is among those that the change skips. */
    private boolean isIn(ZoneOffsetTransition gap) {
        ZonedDateTime before = gap.getDateTimeBefore().minusNanos(1).atZone(ZoneOffset.UTC);
        return times.nextExecution(before).filter(time -> time.toLocalDateTime().isBefore(gap.getDateTimeAfter())).isPresent();
    }

    /** The last time up to {@code moment}, if there is one. */
    Optional<Instant> upTo(Instant moment) {
        return times.lastExecution(at(moment.plusMillis(1))).map(ZonedDateTime::toInstant);
    }

    private ZonedDateTime at(Instant moment) {
        return ZonedDateTime.ofInstant(moment, zone);
    }
}
