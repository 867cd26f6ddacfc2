package io.float2.index;

import io.float2.sql.VectorColumn;

/**
 * Writes what follows the name in {@code CREATE INDEX name …} of a vector index, with all options written out, so that it stands for
 * itself in a log.
 *
 * @param rows in the index, as far as is known: the number of lists follows from it
 */
record IndexStatement(IndexPlan plan, VectorColumn column, int dimension, String operatorClass, long rows) {

    /** What the access method takes when nothing is said. */
    private static final int DEFAULT_M = 16;

    private static final int DEFAULT_EF_CONSTRUCTION = 64;

    /** The access method's number of lists, for a table without rows. */
    private static final int DEFAULT_LISTS = 100;

    private static final long MANY_ROWS = 1_000_000;

    int m() {
        return plan.m() == IndexPlan.DEFAULT ? DEFAULT_M : plan.m();
    }

    /** The access method takes no fewer than twice m. */
    int efConstruction() {
        return plan.efConstruction() == IndexPlan.DEFAULT ? Math.max(DEFAULT_EF_CONSTRUCTION, 2 * m()) : plan.efConstruction();
    }

    /** As pgvector advises: a list for every 1,000 rows, and the square root of more than a million. */
    int lists() {
        if (plan.lists() != IndexPlan.DEFAULT) {
            return plan.lists();
        }
        if (rows == 0) {
            return DEFAULT_LISTS;
        }
        return (int) Math.max(1, rows <= MANY_ROWS ? rows / 1000 : Math.round(Math.sqrt(rows)));
    }

    /** @param predicate of a partial index, or null */
    String definition(String predicate) {
        IndexMethod method = method();
        return "ON " + column.table().name().quoted()
                + " USING " + method.sqlName() + " (" + column.quoted() + " " + operatorClass + ")"
                + " WITH (" + (method.isOnArrays() ? "dim = " + dimension + ", " : "")
                + (method.isGraph() ? "m = " + m() + ", ef_construction = " + efConstruction() : "lists = " + lists()) + ")"
                // a line break ends a comment that the predicate may close with
                + (predicate == null ? "" : " WHERE (" + predicate + (predicate.contains("--") ? "\n" : "") + ")");
    }

    /** What the build takes in memory, in bytes. */
    long workBytes() {
        return method().isGraph() ? GraphMemory.estimate(method(), rows, column.column().vectorType(), dimension, m())
                : ListMemory.estimate(rows, column.column().vectorType(), dimension, lists());
    }

    private IndexMethod method() {
        return IndexMethod.parse(plan.method());
    }
}
