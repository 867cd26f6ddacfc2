package io.float2.search;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.Citus;
import io.float2.sql.ColumnInfo;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExtensionSchema;
import io.float2.sql.Identifier;
import io.float2.sql.ServerCall;
import io.float2.sql.ServerWords;
import io.float2.sql.TableInfo;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Measures the indexes on a column by the server's function {@code ann_recall}, or those in shards by searches. */
public final class SampledRecall {

    /** Fixed, so that a measurement can be repeated. */
    private static final double SEED = 0.2;

    /** What ann_recall raises when an index cannot be measured as things are. */
    private static final String NOT_NOW = "55000";

    private static final String INDEXES = """
            SELECT n.nspname, c.relname, m.amname, o.opcname, pg_get_expr(i.indpred, i.indrelid)
              FROM pg_index AS i
              JOIN pg_opclass AS o ON o.oid = i.indclass[0]
              JOIN pg_class AS c ON c.oid = i.indexrelid
              JOIN pg_namespace AS n ON n.oid = c.relnamespace
              JOIN pg_am AS m ON m.oid = c.relam AND m.amname IN ('ann', 'ann_ivfflat', 'hnsw', 'ivfflat')
              JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attname = ?
             WHERE i.indrelid = ?::oid AND (?::text IS NULL OR c.relname = ?)
             ORDER BY c.relname""";

    private final SampledRecallPlan plan;
    private final Connection connection;
    private final Progress progress;
    /** For a table in shards, or null. */
    private final ShardedRecall shards;

    private SampledRecall(SampledRecallPlan plan, ConnectionSource connections, Connection connection, Progress progress) throws SQLException {
        this.plan = plan;
        this.connection = connection;
        this.progress = progress;
        boolean inShards = Citus.isDistributed(connection, TableInfo.require(connection, plan.column().table()).oid());
        shards = inShards ? new ShardedRecall(plan, connections, progress) : null;
    }

    /**
     * Carries a measurement out on one connection, one index after the other.
     *
     * @throws UserException when the column has no such index, or the extension is too old
     * @throws SQLException when the server refuses; of several indexes those that cannot be used are reported instead
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static SampledRecallReport measure(SampledRecallPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        try (Connection connection = connections.open()) {
            return new SampledRecall(plan, connections, connection, progress).measure();
        }
    }

    private SampledRecallReport measure() throws SQLException, InterruptedException {
        // A condition comes from the user as SQL; nothing in it is to change anything.
        SearchSettings.set(connection, "default_transaction_read_only", "on");
        String function = function();
        TableInfo table = TableInfo.require(connection, plan.column().table());
        ColumnInfo column = table.requireColumn(plan.column().column());
        List<IndexCandidate> candidates = candidates(table, column);
        SearchSettings settings = SearchSettings.apply(connection, plan.k(), plan.where(), plan.efSearch(), plan.probes());
        List<SampledRecallReport.Measured> measured = new ArrayList<>();
        for (IndexCandidate candidate : candidates) {
            measured.add(measure(function, candidate, candidates.size() == 1));
        }
        return new SampledRecallReport(table.displayName(), column.name(), plan.k(), plan.where(), settings.efSearch(), settings.probes(),
                settings.iterative(), measured);
    }

    /** The function as it stands in a statement. */
    private String function() throws SQLException {
        String function = Identifier.quote(ExtensionSchema.of(connection)) + ".ann_recall";
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regprocedure(?) IS NULL")) {
            statement.setString(1, function + "(regclass,integer,integer,text)");
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new UserException("the extension float2 in the database \"" + connection.getCatalog()
                            + "\" has no ann_recall yet: run ALTER EXTENSION float2 UPDATE in it");
                }
            }
        }
        return function;
    }

    private List<IndexCandidate> candidates(TableInfo table, ColumnInfo column) throws SQLException {
        List<IndexCandidate> candidates = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            statement.setString(1, column.name());
            statement.setLong(2, table.oid());
            statement.setString(3, plan.index());
            statement.setString(4, plan.index());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    candidates.add(new IndexCandidate(new TableName(row.getString(1), row.getString(2)), row.getString(3), row.getString(4),
                            row.getString(5)));
                }
            }
        }
        if (candidates.isEmpty()) {
            String name = table.displayName() + "." + Identifier.display(column.name());
            if (column.vectorType() == null) {
                throw new UserException("the column " + name + " is of type " + column.typeName() + ", which holds no vectors");
            }
            throw new UserException(plan.index() == null
                    ? name + " has no index on vectors to be measured; float2 index " + name + " builds one"
                    : name + " has no index " + Identifier.display(plan.index()) + " on vectors");
        }
        return candidates;
    }

    private SampledRecallReport.Measured measure(String function, IndexCandidate candidate, boolean only)
            throws SQLException, InterruptedException {
        if (shards != null) {
            return shards.measure(candidate);
        }
        progress.phase("measure " + candidate.display(), "queries", Progress.UNKNOWN);
        try {
            SampledRecallReport.Measured measured = ServerCall.run(connection, () -> call(function, candidate));
            progress.advance(measured.queries(), 0);
            progress.done();
            return measured;
        } catch (SQLException e) {
            if (only || !NOT_NOW.equals(e.getSQLState())) {
                throw e;
            }
            progress.done();
            return new SampledRecallReport.Measured(candidate.display(), candidate.method(), candidate.predicate(), 0, 0, 0, 0, null, null,
                    ServerWords.of(e));
        }
    }

    private SampledRecallReport.Measured call(String function, IndexCandidate candidate) throws SQLException {
        try (Statement seed = connection.createStatement()) {
            seed.execute("SELECT setseed(" + SEED + ")");
        }
        String sql = "SELECT queries, recall, low, high, index_mean_ms, index_median_ms, index_p95_ms, exact_mean_ms, exact_median_ms, "
                + "exact_p95_ms FROM " + function + "(to_regclass(?), ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, candidate.name().quoted());
            statement.setInt(2, plan.k());
            statement.setInt(3, plan.sample());
            statement.setString(4, plan.where());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new SampledRecallReport.Measured(candidate.display(), candidate.method(), candidate.predicate(), row.getInt(1),
                        row.getDouble(2), row.getDouble(3), row.getDouble(4), times(row, 5), times(row, 8), null);
            }
        }
    }

    private static SampledRecallReport.Times times(ResultSet row, int first) throws SQLException {
        return new SampledRecallReport.Times(row.getDouble(first), row.getDouble(first + 1), row.getDouble(first + 2));
    }
}
