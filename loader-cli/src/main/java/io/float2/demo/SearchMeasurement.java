package io.float2.demo;

/**
 * How well and how fast the queries were answered, one after the other on one connection.
 *
 * @param queries how many were run
 * @param k neighbours asked for
 * @param efSearch hnsw.ef_search in force
 * @param recall part of the true neighbours found, from 0 to 1
 * @param medianMillis of one query, the round trip to the server included
 * @param p99Millis exceeded by one query in a hundred
 * @param queriesPerSecond over all
 * @param exactMillis median of the same search without index
 */
public record SearchMeasurement(
        int queries, int k, int efSearch, double recall, double medianMillis, double p99Millis, double queriesPerSecond,
        double exactMillis) {}
