package io.float2.bench.split;

import io.github.jbellis.jvector.vector.VectorUtil;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Vectors one behind the other, for comparing many: each as an object of its own would be a wait for memory. */
final class PackedVectors {

    /** Floats of a piece; an array cannot be as long as all. */
    private static final int PIECE = 1 << 26;

    private final VectorTypeSupport types;
    private final int dimension;
    private final int rowsOfPiece;
    private final List<VectorFloat<?>> pieces = new ArrayList<>();
    private float[] filling;
    private int filled;

    PackedVectors(VectorTypeSupport types, int dimension) {
        this.types = types;
        this.dimension = dimension;
        rowsOfPiece = PIECE / dimension;
    }

    void add(float[] vector) {
        if (filling == null) {
            filling = new float[rowsOfPiece * dimension];
            filled = 0;
        }
        System.arraycopy(vector, 0, filling, filled, dimension);
        filled += dimension;
        if (filled == filling.length) {
            freeze();
        }
    }

    /** Ends the adding. */
    void freeze() {
        if (filling != null) {
            pieces.add(types.createFloatVector(filled == filling.length ? filling : Arrays.copyOf(filling, filled)));
            filling = null;
        }
    }

    /** The squared distance of a vector, numbered from 0. */
    float squaredDistance(VectorFloat<?> query, int number) {
        return VectorUtil.squareL2Distance(query, 0, pieces.get(number / rowsOfPiece), number % rowsOfPiece * dimension, dimension);
    }
}
