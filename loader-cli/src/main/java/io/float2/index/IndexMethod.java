package io.float2.index;

import io.float2.UsageException;
import io.float2.sql.VectorType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The access methods that search vectors. */
enum IndexMethod {
    /** A graph over arrays. */
    ANN(true, true),
    /** Inverted lists over arrays. */
    ANN_IVFFLAT(true, false),
    /** pgvector's graph over its own types. */
    HNSW(false, true),
    /** pgvector's inverted lists over its own types. */
    IVFFLAT(false, false);

    private final boolean arrays;
    private final boolean graph;

    IndexMethod(boolean arrays, boolean graph) {
        this.arrays = arrays;
        this.graph = graph;
    }

    /** @throws UsageException when there is no such method; the sentence lists those there are */
    static IndexMethod parse(String name) {
        return Arrays.stream(values()).filter(m -> m.sqlName().equals(name)).findFirst().orElseThrow(() -> new UsageException(
                "there is no index method " + name + " here; it can be "
                        + Arrays.stream(values()).map(IndexMethod::sqlName).collect(Collectors.joining(", "))));
    }

    /** As CREATE INDEX has it. */
    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is one of this extension's, which index arrays, and not one of pgvector's. */
    boolean isOnArrays() {
        return arrays;
    }

    /** Whether it builds a graph, and not inverted lists. */
    boolean isGraph() {
        return graph;
    }

    boolean takes(VectorType type) {
        return type.isArray() == arrays;
    }
}
