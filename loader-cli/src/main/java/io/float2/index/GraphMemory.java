package io.float2.index;

import io.float2.sql.VectorType;

/**
 * Estimates what a graph takes in memory while it is built. It follows from pgvector's structures: every vertex has a fixed part, a
 * copy of its vector, and one list of neighbours a layer; layer 0 has room for 2 m neighbours, each layer above for m. A vertex is
 * on 1 / (m - 1) upper layers on average.
 */
final class GraphMemory {

    /** HnswElementData with its allocation. */
    private static final int VERTEX = 136;

    /** HnswCandidate: pointer, distance, flag. */
    private static final int NEIGHBOUR = 16;

    /** Head of a list of neighbours, and the pointer to it. */
    private static final int LIST = 16;

    private GraphMemory() {}

    static long estimate(long rows, VectorType type, int dimension, int m) {
        double upperLayers = 1.0 / (m - 1);
        double lists = LIST + 2.0 * m * NEIGHBOUR + upperLayers * (LIST + (double) m * NEIGHBOUR);
        return Math.round(rows * (VERTEX + type.storedBytes(dimension) + lists));
    }
}
