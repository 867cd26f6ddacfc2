package io.float2.bench.split;

/** What the vector process is asked; each begins with one of these bytes. Numbers are big-endian. */
final class VectorRequest {

    /** int count, int dimension, then the values of all vectors as floats; the vectors are numbered on from those that are there. */
    static final int ADD = 1;

    /** Answer: int count of the vectors that are there. */
    static final int COUNT = 4;

    /** int degree, int beam. Answer: double seconds, long bytes of the graph. */
    static final int BUILD = 2;

    /** int k, int candidates (0: compare all that are allowed), int count of allowed numbers (-1: all), those, then the query. Answer:
     *  int count, the numbers, nearest first. */
    static final int SEARCH = 3;

    static final int NO_FILTER = -1;
    static final int COMPARE_ALL = 0;

    private VectorRequest() {}
}
