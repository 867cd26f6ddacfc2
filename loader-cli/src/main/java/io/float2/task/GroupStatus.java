package io.float2.task;

/**
 * A group, and how much of it runs.
 *
 * @param maxRunning null for no limit
 */
public record GroupStatus(String name, Long maxRunning, long running, long ready) {}
