package io.float2.task;

/**
 * What a worker has done in its life.
 *
 * @param interrupted attempts given back unfinished
 * @param lost attempts that others had taken over before they ended here
 */
public record WorkerReport(long succeeded, long failed, long stopped, long interrupted, long lost) {}
