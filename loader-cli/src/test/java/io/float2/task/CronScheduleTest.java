package io.float2.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

    @ParameterizedTest
    @CsvSource({
        "30 2 * * *, UTC, 2026-05-01T02:30:00Z, 2026-05-02T02:30:00Z",
        "30 2 * * *, UTC, 2026-05-01T02:29:59Z, 2026-05-01T02:30:00Z",
        "30 2 * * *, Europe/Berlin, 2026-01-01T00:00:00Z, 2026-01-01T01:30:00Z",
        "30 2 * * *, Europe/Berlin, 2026-07-01T00:00:00Z, 2026-07-01T00:30:00Z",
        "*/15 * * * *, UTC, 2026-05-01T10:44:00Z, 2026-05-01T10:45:00Z",
        "0 9 * * 1-5, UTC, 2026-05-01T09:00:00Z, 2026-05-04T09:00:00Z",
        "0 0 29 2 *, UTC, 2026-03-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "0 0 1 JAN *, UTC, 2026-03-01T00:00:00Z, 2027-01-01T00:00:00Z"
    })
    void theNextTimeIsFound(String cron, String zone, Instant moment, Instant next) {
        assertThat(CronSchedule.parse(cron, zone).after(moment)).contains(next);
    }

    /** Where the clock goes from 2:00 to 3:00 there is no 2:30; the day is not left out. */
    @Test
    void aTimeThatAClockChangeSkipsComesRightAfterIt() {
        CronSchedule daily = CronSchedule.parse("30 2 * * *", "Europe/Berlin");
        Instant instead = daily.after(Instant.parse("2026-03-28T12:00:00Z")).orElseThrow();
        assertThat(instead).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(daily.after(instead)).contains(Instant.parse("2026-03-30T00:30:00Z"));
        assertThat(CronSchedule.parse("15 * * * *", "Europe/Berlin").after(Instant.parse("2026-03-29T00:30:00Z"))).as("it comes every hour")
                .contains(Instant.parse("2026-03-29T01:15:00Z"));
        assertThat(CronSchedule.parse("30 2 1 4 *", "Europe/Berlin").after(Instant.parse("2026-03-28T12:00:00Z"))).as("another day")
                .contains(Instant.parse("2026-04-01T00:30:00Z"));
    }

    /** Where the clock goes from 3:00 back to 2:00, 2:30 comes twice, and the task is due once. */
    @Test
    void aTimeThatAClockChangeRepeatsComesOnce() {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *", "Europe/Berlin");
        Instant first = schedule.after(Instant.parse("2026-10-24T12:00:00Z")).orElseThrow();
        assertThat(first).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(schedule.after(first)).contains(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void theLastTimeIsTheMomentItselfOrOneBefore() {
        CronSchedule hourly = CronSchedule.parse("0 * * * *", "UTC");
        assertThat(hourly.upTo(Instant.parse("2026-05-01T10:00:00Z"))).contains(Instant.parse("2026-05-01T10:00:00Z"));
        assertThat(hourly.upTo(Instant.parse("2026-05-01T10:59:59Z"))).contains(Instant.parse("2026-05-01T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"61 * * * *", "* * * *", "* * * * * *", "every day", "0 25 * * *"})
    void whatIsNoScheduleIsRefused(String cron) {
        assertThatThrownBy(() -> CronSchedule.parse(cron, "UTC")).isInstanceOf(UserException.class)
                .hasMessageStartingWith("\"" + cron + "\" is not a cron schedule: ");
    }

    @Test
    void anUnknownTimeZoneIsRefused() {
        assertThatThrownBy(() -> CronSchedule.parse("* * * * *", "Nowhere")).isInstanceOf(UserException.class)
                .hasMessage("there is no time zone \"Nowhere\"");
    }
}
