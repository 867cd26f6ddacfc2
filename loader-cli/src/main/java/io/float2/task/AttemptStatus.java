package io.float2.task;

import java.time.Instant;

/** @param outcome null while it runs */
public record AttemptStatus(long trigger, long instance, String name, int attempt, String outcome, Instant startedAt, Instant endedAt,
        long worker, String host, String error, String output) {}
