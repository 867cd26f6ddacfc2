package io.float2.index;

import io.float2.sql.Identifier;
import io.float2.sql.VectorColumn;

/** Writes the statement that builds an index. */
record IndexStatement(IndexPlan plan, VectorColumn column, int dimension, String operatorClass) {

    /** What the access method takes when nothing is said. */
    private static final int DEFAULT_M = 16;

    private static final int DEFAULT_EF_CONSTRUCTION = 64;

    int m() {
        return plan.m() == IndexPlan.DEFAULT ? DEFAULT_M : plan.m();
    }

    /** The access method takes no fewer than twice m. */
    int efConstruction() {
        return plan.efConstruction() == IndexPlan.DEFAULT ? Math.max(DEFAULT_EF_CONSTRUCTION, 2 * m()) : plan.efConstruction();
    }

    /** With all options written out, so that it stands for itself in a log. */
    String sql(String name) {
        return "CREATE INDEX " + (plan.concurrently() ? "CONCURRENTLY " : "") + Identifier.quote(name)
                + " ON " + column.table().name().quoted()
                + " USING " + plan.method() + " (" + column.quoted() + " " + operatorClass + ")"
                + " WITH (dim = " + dimension + ", m = " + m() + ", ef_construction = " + efConstruction() + ")";
    }
}
