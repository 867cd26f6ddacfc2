package io.float2.task;

import java.util.List;

/**
 * What the measurement of the scheduler does.
 *
 * @param instances shards of a run; they do nothing
 * @param workers numbers of workers, a run for each
 * @param slots of a worker
 * @param groupLimit most shards at once, on all workers together
 * @param failEvery the first attempt at each so many-th shard fails, and is rerun; 0: none
 */
public record TaskBenchPlan(int instances, List<Integer> workers, int slots, int groupLimit, int failEvery) {}
