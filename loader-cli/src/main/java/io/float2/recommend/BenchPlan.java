package io.float2.recommend;

import java.nio.file.Path;

/**
 * How the recommender is measured.
 *
 * @param clients connections at once
 * @param seconds of each run
 * @param pairs runs of each side, in alternation
 * @param checks requests whose answers are compared beforehand
 * @param keepCopy whether {@code recommend_reference.users} is right as it is, from a measurement before
 * @param plot where the latencies are drawn, without an ending; null for no plot
 */
public record BenchPlan(int clients, int seconds, int pairs, int checks, boolean keepCopy, Path plot) {}
