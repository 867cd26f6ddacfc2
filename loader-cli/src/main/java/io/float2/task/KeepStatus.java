package io.float2.task;

/**
 * How long trigger records of a task are kept after their end.
 *
 * @param task null for all tasks for which nothing else was said
 * @param days null for ever; part of a day counts as one
 * @param own whether it was said for this task
 */
public record KeepStatus(String task, Long days, boolean own) {}
