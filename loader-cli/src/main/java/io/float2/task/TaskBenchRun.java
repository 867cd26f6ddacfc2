package io.float2.task;

import java.util.List;

/**
 * A run of the measurement.
 *
 * @param prepareSeconds to add all shards to the graph, with their dependencies
 * @param seconds from the first shard's beginning to the last one's end
 * @param perSecond shards that were begun and ended in a second
 * @param mostRunning shards that ran at once, by the times of their attempts
 * @param failed shards whose first attempt failed
 * @param rerun attempts that the rerun made
 * @param rerunSeconds from the call to the last of them
 * @param perSecondOverTime shards that ended in each second of the run
 */
public record TaskBenchRun(int workers, double prepareSeconds, double seconds, double perSecond, long mostRunning, long failed, long rerun,
        double rerunSeconds, List<Long> perSecondOverTime) {}
