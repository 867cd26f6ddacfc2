package io.float2.index;

import io.float2.UsageException;
import io.float2.sql.ColumnName;
import io.float2.sql.Metric;

/**
 * A vector index to be built, or one for each value of another column. Made with {@link #on}, changed with the methods of
 * {@link Builder}.
 *
 * @param method access method: ann or ann_ivfflat on arrays, hnsw or ivfflat on pgvector's types
 * @param m most neighbours a vertex of the graph keeps on each layer, or {@link #DEFAULT}
 * @param efConstruction candidates looked at for each vertex, or {@link #DEFAULT}
 * @param lists number of inverted lists, or {@link #DEFAULT}
 * @param dimension length of every vector; {@link #DEFAULT}: as the first row has it
 * @param where predicate in SQL of a partial index; null: all rows
 * @param perValue column, each value of which gets an index of its own; null: one index
 * @param minRows a value of fewer rows gets none
 * @param name null: table, column and "idx"; with perValue what the names begin with
 * @param replace put the new index in the place of one that is there, which serves until then
 */
public record IndexPlan(
        ColumnName column,
        String method,
        Metric metric,
        int m,
        int efConstruction,
        int lists,
        int dimension,
        String where,
        String perValue,
        long minRows,
        String name,
        boolean replace,
        BuildOptions options) {

    /** The access method when nothing is said. */
    public static final String ANN = "ann";

    /** As the access method has it. */
    public static final int DEFAULT = 0;

    /** Fewer rows are compared one by one in no time. */
    public static final long DEFAULT_MIN_ROWS = 1000;

    private static final int MOST_LISTS = 32768;

    public IndexPlan {
        IndexMethod access = IndexMethod.parse(method);
        if (access.isGraph()) {
            if (lists != DEFAULT) {
                throw new UsageException("the method " + method + " has no lists; ann_ivfflat and ivfflat have");
            }
        } else if (m != DEFAULT || efConstruction != DEFAULT) {
            throw new UsageException("the method " + method + " has lists, not m and ef_construction, which ann and hnsw have");
        }
        if (lists < 0 || lists > MOST_LISTS) {
            throw new UsageException("an " + method + " index has 1 to " + MOST_LISTS + " lists, not " + lists);
        }
        if (m != DEFAULT && (m < 2 || m > 100)) {
            throw new UsageException("an " + method + " index has m from 2 to 100, not " + m);
        }
        if (efConstruction != DEFAULT && (efConstruction < 4 || efConstruction > 1000)) {
            throw new UsageException("an " + method + " index has ef_construction from 4 to 1000, not " + efConstruction);
        }
        if (efConstruction != DEFAULT && m != DEFAULT && efConstruction < 2 * m) {
            throw new UsageException("an " + method + " index has an ef_construction of twice m or more: for m of " + m + " " + 2 * m
                    + ", not " + efConstruction);
        }
        if (dimension < 0) {
            throw new UsageException("a dimension is 1 or more, not " + dimension);
        }
        if (where != null && where.isBlank()) {
            throw new UsageException("the condition of --where is empty");
        }
        if (minRows < 0) {
            throw new UsageException("the least number of rows of an index is 0 or more, not " + minRows);
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
        private int lists = DEFAULT;
        private int dimension = DEFAULT;
        private String where;
        private String perValue;
        private long minRows = DEFAULT_MIN_ROWS;
        private String name;
        private boolean replace;
        private boolean concurrently;
        private String memory;
        private int jobs = 1;
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

        public Builder lists(int value) {
            lists = value;
            return this;
        }

        public Builder dimension(int value) {
            dimension = value;
            return this;
        }

        public Builder where(String predicate) {
            where = predicate;
            return this;
        }

        public Builder perValue(String columnName) {
            perValue = columnName;
            return this;
        }

        public Builder minRows(long value) {
            minRows = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder replace(boolean value) {
            replace = value;
            return this;
        }

        public Builder concurrently(boolean value) {
            concurrently = value;
            return this;
        }

        public Builder memory(String value) {
            memory = value;
            return this;
        }

        public Builder jobs(int value) {
            jobs = value;
            return this;
        }

        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** @throws UsageException when a value is out of range */
        public IndexPlan build() {
            return new IndexPlan(column, method, metric, m, efConstruction, lists, dimension, where, perValue, minRows, name, replace,
                    new BuildOptions(concurrently, memory, jobs, dryRun));
        }
    }
}
