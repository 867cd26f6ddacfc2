package io.float2.task;

import java.time.Duration;
import java.util.List;

/**
 * How a worker works.
 *
 * @param slots most instances at once
 * @param kinds which kinds it runs; empty: all
 * @param groups whose instances it runs; empty: all
 * @param heartbeat time between two heartbeats
 * @param heartbeatTimeout without a heartbeat for so long others take its instances over
 * @param poll how often it looks for work when nobody wakes it
 * @param grace how long it lets instances run on when it has to end, before it gives them back
 * @param untilIdle whether it ends when nothing runs or could run any more
 */
public record WorkerSettings(int slots, List<InstanceKind> kinds, List<String> groups, Duration heartbeat, Duration heartbeatTimeout,
        Duration poll, Duration grace, boolean untilIdle) {

    /** What most workers work with. */
    public static final WorkerSettings DEFAULT = new WorkerSettings(Math.max(1, Runtime.getRuntime().availableProcessors()), List.of(), List.of(),
            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(5), false);

    public WorkerSettings {
        kinds = List.copyOf(kinds);
        groups = List.copyOf(groups);
    }
}
