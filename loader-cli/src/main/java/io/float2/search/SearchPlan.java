package io.float2.search;

import io.float2.UsageException;
import io.float2.sql.ColumnName;
import io.float2.sql.Metric;
import java.util.List;

/**
 * What to search and how. Made with {@link #in}, changed with the methods of {@link Builder}.
 *
 * @param k how many neighbours
 * @param efSearch candidates that a search in the graph keeps; {@link #DEFAULT}: as the server has it, but not fewer than k
 * @param where condition in SQL that every result fulfils, or null. It is run with the connection's rights, in a read-only transaction
 * @param columns to be shown with each result; empty: all but the vectors
 * @param idColumn column that {@link Searcher#vectorOf} looks a row up by; null: the primary key
 */
public record SearchPlan(
        ColumnName column, Metric metric, int k, int efSearch, String where, List<String> columns, String idColumn) {

    public static final int DEFAULT = 0;

    /** Most candidates that pgvector keeps. */
    static final int MAX_EF_SEARCH = 1000;

    public SearchPlan {
        columns = List.copyOf(columns);
        if (k < 1) {
            throw new UsageException("a search returns 1 row or more, not " + k);
        }
        if (efSearch < 0 || efSearch > MAX_EF_SEARCH) {
            throw new UsageException("ef_search can be 1 to " + MAX_EF_SEARCH + ", not " + efSearch);
        }
        if (where != null && where.isBlank()) {
            throw new UsageException("the condition of --where is empty");
        }
    }

    /** A plan with the defaults: ten neighbours by L2, without a condition. */
    public static Builder in(ColumnName column) {
        return new Builder(column);
    }

    /** Collects a plan; every method changes and returns the builder. */
    public static final class Builder {

        private final ColumnName column;
        private Metric metric = Metric.L2;
        private int k = 10;
        private int efSearch = DEFAULT;
        private String where;
        private List<String> columns = List.of();
        private String idColumn;

        private Builder(ColumnName column) {
            this.column = column;
        }

        public Builder metric(Metric value) {
            metric = value;
            return this;
        }

        public Builder k(int value) {
            k = value;
            return this;
        }

        public Builder efSearch(int value) {
            efSearch = value;
            return this;
        }

        public Builder where(String condition) {
            where = condition;
            return this;
        }

        public Builder columns(List<String> names) {
            columns = names;
            return this;
        }

        public Builder idColumn(String name) {
            idColumn = name;
            return this;
        }

        /** @throws UsageException when a value is out of range */
        public SearchPlan build() {
            return new SearchPlan(column, metric, k, efSearch, where, columns, idColumn);
        }
    }
}
