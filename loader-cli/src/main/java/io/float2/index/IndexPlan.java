package io.float2.index;

import io.float2.UserException;
import io.float2.sql.ColumnName;
import io.float2.sql.Metric;

/**
 * An index to be built. Made with {@link #on}, changed with the methods of {@link Builder}.
 *
 * @param method access method
 * @param m most neighbours a vertex of the graph keeps on each layer, or {@link #DEFAULT}
 * @param efConstruction candidates looked at for each vertex, or {@link #DEFAULT}
 * @param dimension length of every vector; {@link #DEFAULT}: as the first row has it
 * @param name null: table, column and "idx"
 * @param concurrently let others write to the table meanwhile
 * @param replace put the new index in the place of one that is there, which serves until then
 * @param memory maintenance_work_mem for this build in PostgreSQL's spelling, such as 2GB; null: as the server has it
 * @param dryRun only say what would be done
 */
public record IndexPlan(
        ColumnName column,
        String method,
        Metric metric,
        int m,
        int efConstruction,
        int dimension,
        String name,
        boolean concurrently,
        boolean replace,
        String memory,
        boolean dryRun) {

    /** The access method that there is. */
    public static final String ANN = "ann";

    /** As the access method has it. */
    public static final int DEFAULT = 0;

    public IndexPlan {
        if (!method.equals(ANN)) {
            throw new UserException("there is no index method " + method + " here; it can be " + ANN);
        }
        if (m != DEFAULT && (m < 2 || m > 100)) {
            throw new UserException("an ann index has m from 2 to 100, not " + m);
        }
        if (efConstruction != DEFAULT && (efConstruction < 4 || efConstruction > 1000)) {
            throw new UserException("an ann index has ef_construction from 4 to 1000, not " + efConstruction);
        }
        if (efConstruction != DEFAULT && m != DEFAULT && efConstruction < 2 * m) {
            throw new UserException("an ann index has an ef_construction of twice m or more: for m of " + m + " " + 2 * m + ", not "
                    + efConstruction);
        }
        if (dimension < 0) {
            throw new UserException("a dimension is 1 or more, not " + dimension);
        }
    }

    /** A plan with the defaults for an index on a column. */
    public static Builder on(ColumnName column) {
        return new Builder(column);
    }

    /** Collects a plan; every method changes and returns the builder. */
    public static final class Builder {

        private final ColumnName column;
        private String method = ANN;
        private Metric metric = Metric.L2;
        private int m = DEFAULT;
        private int efConstruction = DEFAULT;
        private int dimension = DEFAULT;
        private String name;
        private boolean concurrently;
        private boolean replace;
        private String memory;
        private boolean dryRun;

        private Builder(ColumnName column) {
            this.column = column;
        }

        public Builder method(String value) {
            method = value;
            return this;
        }

        public Builder metric(Metric value) {
            metric = value;
            return this;
        }

        public Builder m(int value) {
            m = value;
            return this;
        }

        public Builder efConstruction(int value) {
            efConstruction = value;
            return this;
        }

        public Builder dimension(int value) {
            dimension = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder concurrently(boolean value) {
            concurrently = value;
            return this;
        }

        public Builder replace(boolean value) {
            replace = value;
            return this;
        }

        public Builder memory(String value) {
            memory = value;
            return this;
        }

        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** @throws UserException when a value is out of range */
        public IndexPlan build() {
            return new IndexPlan(column, method, metric, m, efConstruction, dimension, name, concurrently, replace, memory, dryRun);
        }
    }
}
