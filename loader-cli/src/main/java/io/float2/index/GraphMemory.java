package io.float2.index;

import io.float2.sql.VectorType;

/**
 * Estimates what a graph takes in memory while it is built. It follows from the structures of this extension's build and of pgvector's:
 * every vertex has a fixed part, a copy of its vector, and one list of neighbours a layer; layer 0 has room for 2 m neighbours, each layer
 * above for m. A vertex is on 1 / (m - 1) upper layers on average.
 */
final class GraphMemory {

    private GraphMemory() {}

    static long estimate(IndexMethod method, long rows, VectorType type, int dimension, int m) {
        double upperLayers = 1.0 / (m - 1);
        return Math.round(rows * (method.isOnArrays() ? ownVertex(type, dimension, m, upperLayers)
                : pgvectorVertex(type, dimension, m, upperLayers)));
    }

    /** Of ann. */
    private static double ownVertex(VectorType type, int dimension, int m, double upperLayers) {
        // with what the search for its neighbours marks it with
        int node = 24 + 2;
        // kept as float4 while the graph is built
        int element = type == VectorType.INT2_ARRAY ? VectorType.FLOAT4_ARRAY.elementBytes() : type.elementBytes();
        return node + align((long) dimension * element, 64) + ownList(2 * m) + upperLayers * ownList(m);
    }

    /** Its length, and a link and a distance for each neighbour. */
    private static long ownList(int neighbours) {
        return align(4 + 8L * neighbours, 8);
    }

    /** Of hnsw: HnswElementData with its allocation, the vector, and lists of HnswCandidate (pointer, distance, flag). */
    private static double pgvectorVertex(VectorType type, int dimension, int m, double upperLayers) {
        int element = 136;
        return element + type.storedBytes(dimension) + pgvectorList(2 * m) + upperLayers * pgvectorList(m);
    }

    private static long pgvectorList(int neighbours) {
        return 16 + 16L * neighbours;
    }

    private static long align(long bytes, long unit) {
        return (bytes + unit - 1) / unit * unit;
    }
}
