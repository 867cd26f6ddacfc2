package io.float2.ledger;

/**
 * A shard that is being loaded, or was not loaded.
 *
 * @param shard its number, counted from 1
 * @param firstRow over all files, counted from 1
 * @param rows sent so far
 * @param state running or failed
 * @param attempts how often it was begun
 * @param message why it failed, or null
 */
public record ShardStatus(int shard, long firstRow, long rows, String state, int attempts, String message) {}
