package io.float2.index;

import io.float2.sql.VectorType;

/**
 * Estimates what the search for the centres of inverted lists takes in memory. It follows from pgvector's k-means: a sample of the rows,
 * the centres old and new, and bounds of the distance between each of both. A build that needs more than maintenance_work_mem is refused.
 */
final class ListMemory {

    private static final long SAMPLE_PER_LIST = 50;
    private static final long LEAST_SAMPLE = 10_000;
    private static final int FLOAT = 4;

    private ListMemory() {}

    static long estimate(long rows, VectorType type, int dimension, int lists) {
        long sample = Math.min(rows, Math.max(LEAST_SAMPLE, SAMPLE_PER_LIST * lists));
        long vectors = (sample + 2L * lists) * type.storedBytes(dimension) + (long) lists * dimension * FLOAT;
        long bounds = FLOAT * (sample * lists + (long) lists * lists + 2 * sample + 3L * lists);
        return vectors + bounds;
    }
}
