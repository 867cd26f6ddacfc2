package io.float2.task;

import java.time.Instant;

/**
 * A task, as people see it.
 *
 * @param schedule cron's fields with the time zone, the time it is due once, or null: by hand
 * @param lastTrigger id of the latest trigger record, null when there is none
 * @param problem why its schedule was paused, or null
 */
public record TaskStatus(String name, String type, String state, String schedule, Instant nextDue, Long triggers, Long lastTrigger,
        String lastState, String problem) {}
