package io.float2.task;

import java.time.Instant;
import java.util.List;

/**
 * An instance with its last attempt.
 *
 * @param dependsOn ids of the instances that have to succeed first
 * @param startedAt when its last attempt began; null when there is none, as what follows
 * @param done how far it says it is, of {@code total}; null when it says nothing
 */
public record InstanceStatus(long id, String name, String kind, String group, String state, long attempts, Instant startedAt,
        Instant endedAt, String error, String output, Long done, Long total, String host, List<Long> dependsOn) {}
