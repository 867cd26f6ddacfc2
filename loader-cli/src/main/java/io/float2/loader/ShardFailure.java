package io.float2.loader;

/**
 * A shard that was not loaded.
 *
 * @param shard its number, counted from 1
 * @param firstRow over all sources, counted from 1
 * @param rows at most
 * @param attempts how often it was tried
 * @param message one sentence
 */
public record ShardFailure(int shard, long firstRow, long rows, int attempts, String message) {}
