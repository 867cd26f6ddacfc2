package io.float2.task;

import java.time.Instant;

/**
 * What somebody, or a schedule, did.
 *
 * @param trigger null when it was done to the task
 * @param instance null when it was done to all of them
 */
public record HistoryEntry(Instant at, String by, String action, String task, Long trigger, Long instance, String detail) {}
