package io.float2.bench;

import io.float2.loader.LoadPlan;
import io.float2.loader.VectorLoader;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ServerCall;
import io.float2.sql.Sql;
import io.float2.sql.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** The table here: the columns, the vectors, and the indexes on both. */
final class HybridTable {

    private static final String EXTRA = "items_extra";

    /** The longest vector that fits into a row of a btree index, beside the other columns. */
    private static final int COVERED_BYTES = 2000;

    private static final List<String> COLUMNS = List.of("id", "sensor", "distance", "case_id", "label", "vector");

    private final ConnectionSource connections;
    private final TableName table;
    private final TableName queries;
    private final TableName extra;
    private final HybridBenchPlan plan;

    HybridTable(ConnectionSource connections, ScratchSchema schema, HybridBenchPlan plan) {
        this.connections = connections;
        this.plan = plan;
        table = schema.table("items");
        queries = schema.table("queries");
        extra = schema.table(EXTRA);
    }

    TableName table() {
        return table;
    }

    TableName queries() {
        return queries;
    }

    void load(BenchData data, Items items, Progress progress) throws IOException, SQLException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            VecsWriter.write(scratch.path().resolve("base.fvecs"), data.base());
            items.write(scratch.path().resolve("items.csv"));
            VectorLoader.load(LoadPlan.of(table, scratch.path().resolve("base.fvecs")).metadata(scratch.path().resolve("items.csv"))
                    .create(true).build(), connections, progress);
            VecsWriter.write(scratch.path().resolve("queries.fvecs"), data.queries());
            VectorLoader.load(LoadPlan.of(queries, scratch.path().resolve("queries.fvecs")).create(true).build(), connections, progress);
        }
        execute("CREATE INDEX ON " + table.quoted() + " (case_id)");
        execute("CREATE INDEX ON " + table.quoted() + " (label)");
        execute("VACUUM (ANALYZE) " + table.quoted());
    }

    HybridReport.Build buildIndex(int dimension) throws SQLException, InterruptedException {
        TableName index = table.withName("items_ann");
        double seconds = build("CREATE INDEX items_ann ON " + table.quoted() + options(dimension));
        return new HybridReport.Build("ann", seconds, size(index));
    }

    /** An index on the rows that pass the filter only. */
    void buildPartialIndex(HybridFilter filter, int dimension) throws SQLException, InterruptedException {
        build("CREATE INDEX " + EXTRA + " ON " + table.quoted() + options(dimension) + filter.where());
    }

    static boolean canCover(int dimension) {
        return 2 * dimension <= COVERED_BYTES;
    }

    /** An index that finds the filter's rows and has all of their columns, so that the table is not read. */
    void buildCoveringIndex(HybridFilter filter) throws SQLException, InterruptedException {
        List<String> keys = List.of(filter.columns().split(", "));
        build("CREATE INDEX " + EXTRA + " ON " + table.quoted() + " (" + filter.columns() + ") INCLUDE ("
                + COLUMNS.stream().filter(column -> !keys.contains(column)).collect(Collectors.joining(", ")) + ")");
    }

    /** Drops the index of one filter. */
    void dropExtraIndex() throws SQLException {
        execute("DROP INDEX " + extra.quoted());
    }

    long count(HybridFilter filter) throws SQLException {
        return number("SELECT count(*) FROM " + table.quoted() + filter.where());
    }

    private String options(int dimension) {
        return " USING ann (vector) WITH (dim = " + dimension + ", m = " + plan.m() + ", ef_construction = " + plan.efConstruction() + ")";
    }

    private double build(String sql) throws SQLException, InterruptedException {
        long startedAt = System.nanoTime();
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            if (plan.memory() != null) {
                statement.execute("SET maintenance_work_mem = " + Sql.literal(plan.memory()));
            }
            ServerCall.run(connection, () -> statement.execute(sql));
        }
        return (System.nanoTime() - startedAt) / 1e9;
    }

    private long size(TableName index) throws SQLException {
        return number("SELECT pg_relation_size(" + Sql.literal(index.quoted()) + ")");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connections.open()) {
            Sql.execute(connection, sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = connections.open()) {
            return Sql.number(connection, sql);
        }
    }
}
