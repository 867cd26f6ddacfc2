package io.float2.search;

import io.float2.UserException;
import io.float2.sql.Citus;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExtensionSchema;
import io.float2.sql.VectorColumn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** A connection set up for the searches of one plan. It reads only. Not thread safe. */
final class NearestSession implements AutoCloseable {

    private final Connection connection;
    private final SearchPlan plan;
    private final String operator;
    private final VectorColumn column;
    private final OptionalInt dimension;
    private final List<String> columns;
    private final String sql;
    private final PreparedStatement statement;
    private final SearchSettings settings;
    /** Whether the rows are on other servers, which hear of settings only with a transaction. */
    private final boolean distributed;
    private boolean comparesAll;
    private boolean prefersIndex;

    private NearestSession(Connection connection, SearchPlan plan, boolean withColumns, int probes) throws SQLException {
        this.connection = connection;
        this.plan = plan;
        // A condition comes from the user as SQL; nothing in it is to change anything. The driver's setReadOnly does nothing in
        // autocommit mode.
        SearchSettings.set(connection, "default_transaction_read_only", "on");
        operator = plan.metric().operator(ExtensionSchema.of(connection));
        column = VectorColumn.require(connection, plan.column());
        dimension = column.dimension(connection);
        distributed = Citus.isDistributed(connection, column.table().oid());
        if (distributed) {
            SearchSettings.set(connection, "citus.propagate_set_commands", "local");
        }
        columns = withColumns ? shownColumns() : List.of();
        settings = SearchSettings.apply(connection, plan.k(), plan.where(), plan.efSearch(), probes);
        // The plan is to be the one that EXPLAIN shows, and to change with the settings below.
        SearchSettings.set(connection, "plan_cache_mode", "force_custom_plan");
        sql = NearestQuery.sql(column, operator, plan, columns);
        statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
    }

    /** @param probes lists that a search in inverted lists looks through, or {@link SearchPlan#DEFAULT} */
    static NearestSession open(ConnectionSource connections, SearchPlan plan, boolean withColumns, int probes) throws SQLException {
        Connection connection = connections.open();
        try {
            return new NearestSession(connection, plan, withColumns, probes);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private List<String> shownColumns() {
        if (plan.columns().isEmpty()) {
            return column.table().columns().stream().filter(c -> c.vectorType() == null || !c.vectorType().isFloat()).map(c -> c.name()).toList();
        }
        plan.columns().forEach(column.table()::requireColumn);
        return plan.columns();
    }

    Connection connection() {
        return connection;
    }

    VectorColumn column() {
        return column;
    }

    /** The distance between two vectors, as it stands in a statement. */
    String operator() {
        return operator;
    }

    int effectiveEfSearch() {
        return settings.efSearch();
    }

    boolean isIterative() {
        return settings.iterative();
    }

    /** From now on all rows are compared, or the index may be used again. */
    void compareAll(boolean all) throws SQLException {
        comparesAll = all;
        // Filters by other indexes still work, as bitmaps.
        try (Statement setter = connection.createStatement()) {
            setter.execute(all ? "SET enable_indexscan = off" : "RESET enable_indexscan");
        }
    }

    /** From now on servers with shards of the table search by an index on vectors even where another plan seems cheaper to them. */
    void preferIndex() {
        prefersIndex = true;
    }

    /** @param what names the query's vector for the message */
    void checkLength(float[] query, String what) {
        if (dimension.isPresent() && dimension.getAsInt() != query.length) {
            throw new UserException(what + " is of dimension " + query.length + ", but the vectors in " + column.displayName()
                    + " are of dimension " + dimension.getAsInt());
        }
    }

    SearchResult run(float[] query) throws SQLException {
        return withSettings(() -> execute(query));
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws SQLException;
    }

    /** Runs a call where the settings count. */
    private <T> T withSettings(Call<T> call) throws SQLException {
        if (!distributed) {
            return call.run();
        }
        connection.setAutoCommit(false);
        try (Statement setter = connection.createStatement()) {
            setter.execute(settings.forTransaction() + planSettings());
            return call.run();
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private String planSettings() {
        if (comparesAll) {
            return "; SET LOCAL enable_indexscan = off";
        }
        // Without sorting, an index on another column is of no use either.
        return prefersIndex ? "; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off" : "";
    }

    private SearchResult execute(float[] query) throws SQLException {
        Array parameter = array(query);
        statement.setArray(1, parameter);
        List<List<Object>> rows = new ArrayList<>();
        long startedAt = System.nanoTime();
        try (ResultSet row = statement.executeQuery()) {
            int count = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<Object> values = new ArrayList<>(count);
                for (int i = 1; i <= count; i++) {
                    values.add(value(row, i));
                }
                rows.add(values);
            }
        }
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        List<String> names = new ArrayList<>(columns);
        names.add("distance");
        return new SearchResult(names, rows, seconds, false);
    }

    private static Object value(ResultSet row, int index) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        return switch (columns.getColumnTypeName(index)) {
            case "int2", "int4", "int8", "float4", "float8", "numeric", "bool" -> row.getObject(index);
            default -> row.getString(index);
        };
    }

    /** How the server would run the query. */
    QueryPlan plan(float[] query) throws SQLException {
        return QueryPlan.parse(String.join("\n", explain("EXPLAIN (FORMAT XML) ", query)));
    }

    /** How the server has run the query, with times and buffers, line by line. */
    List<String> analyze(float[] query) throws SQLException {
        return explain("EXPLAIN (ANALYZE, BUFFERS) ", query);
    }

    private List<String> explain(String command, float[] query) throws SQLException {
        return withSettings(() -> executeExplain(command, query));
    }

    private List<String> executeExplain(String command, float[] query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (PreparedStatement explaining = connection.prepareStatement(command + sql)) {
            explaining.setArray(1, array(query));
            try (ResultSet row = explaining.executeQuery()) {
                while (row.next()) {
                    lines.add(row.getString(1));
                }
            }
        }
        return lines;
    }

    private Array array(float[] query) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf("float4", query);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
