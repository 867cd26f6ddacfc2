package io.float2.bench.split;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.util.FixedBitSet;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** Vectors in memory, numbered from 0, with a graph over them. */
final class VectorStore {

    private static final VectorSimilarityFunction DISTANCE = VectorSimilarityFunction.EUCLIDEAN;

    /** As JVector's documentation advises for vectors in memory. */
    private static final float NEIGHBOUR_OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;

    private final VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
    private final List<VectorFloat<?>> vectors = new ArrayList<>();
    private PackedVectors packed;
    private volatile ListRandomAccessVectorValues values;
    private volatile ImmutableGraphIndex graph;

    void add(float[] vector) {
        if (packed == null) {
            packed = new PackedVectors(types, vector.length);
        }
        packed.add(vector);
        vectors.add(types.createFloatVector(vector));
    }

    int dimension() {
        return vectors.get(0).length();
    }

    /** Ends the adding; returns how many there are. */
    int freeze() {
        packed.freeze();
        values = new ListRandomAccessVectorValues(vectors, dimension());
        return vectors.size();
    }

    /** Builds the graph on all processors; returns the seconds. */
    double build(int degree, int beam) {
        long startedAt = System.nanoTime();
        // By itself it would take half of the processors to be threads of the others.
        ForkJoinPool all = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
        try {
            GraphIndexBuilder builder = GraphIndexBuilder
                    .builder(BuildScoreProvider.randomAccessScoreProvider(values, DISTANCE), dimension(), degree)
                    .withBeamWidth(beam).withNeighborOverflow(NEIGHBOUR_OVERFLOW).withAlpha(ALPHA)
                    .withSimdExecutor(all).withParallelExecutor(all).build();
            graph = builder.build(values);
        } finally {
            all.shutdown();
        }
        return (System.nanoTime() - startedAt) / 1e9;
    }

    long graphBytes() {
        return graph.ramBytesUsed();
    }

    /** For one thread. */
    Searcher searcher() {
        return new Searcher();
    }

    /** Searches for one client. */
    final class Searcher {

        /** Null when there is no graph. */
        private final GraphSearcher searcher = graph == null ? null : new GraphSearcher(graph);
        private final FixedBitSet allowed = new FixedBitSet(vectors.size());

        /**
         * The numbers of the nearest vectors, nearest first.
         *
         * @param candidates kept during the walk through the graph; 0: all that are allowed are compared
         * @param filter numbers that are allowed, which may be put into another order; null: all
         */
        int[] search(float[] query, int k, int candidates, int[] filter) {
            VectorFloat<?> wanted = types.createFloatVector(query);
            if (candidates == VectorRequest.COMPARE_ALL) {
                return compare(wanted, k, filter);
            }
            return walk(DefaultSearchScoreProvider.exact(wanted, DISTANCE, values), k, candidates, filter);
        }

        private int[] walk(SearchScoreProvider scores, int k, int candidates, int[] filter) {
            Bits bits = Bits.ALL;
            if (filter != null) {
                for (int number : filter) {
                    allowed.set(number);
                }
                bits = allowed;
            }
            SearchResult result = searcher.search(scores, k, Math.max(k, candidates), 0, 0, bits);
            if (filter != null) {
                allowed.clear();
            }
            SearchResult.NodeScore[] nodes = result.getNodes();
            int[] found = new int[nodes.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = nodes[i].node;
            }
            return found;
        }

        private int[] compare(VectorFloat<?> query, int k, int[] filter) {
            int count = filter == null ? vectors.size() : filter.length;
            Nearest nearest = new Nearest(k);
            if (filter != null) {
                // In the order of memory, whichever index the numbers came from.
                Arrays.sort(filter);
            }
            for (int i = 0; i < count; i++) {
                int number = filter == null ? i : filter[i];
                nearest.offer(number, packed.squaredDistance(query, number));
            }
            return nearest.numbers();
        }
    }
}
