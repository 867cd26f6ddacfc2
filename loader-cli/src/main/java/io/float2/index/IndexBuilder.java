package io.float2.index;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.Cleanup;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import io.float2.sql.ExtensionSchema;
import io.float2.sql.Identifier;
import io.float2.sql.ServerCall;
import io.float2.sql.TableInfo;
import io.float2.sql.VectorColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * Builds an index on a vector column, whole or not at all: what a failed or cancelled build leaves behind, as
 * {@code CREATE INDEX CONCURRENTLY} does, is dropped.
 */
public final class IndexBuilder {

    private static final Duration LOOK = Duration.ofMillis(300);

    private static final String SESSION = """
            SELECT set_config(name, '0', false) FROM pg_settings
             WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout')""";

    private final IndexPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;

    private IndexBuilder(IndexPlan plan, ConnectionSource connections, Progress progress) {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Carries out a plan. An interrupt of the calling thread, and the end of the process by a signal, cancel the build.
     *
     * @param connections asked for two connections, and one more when the build fails
     * @throws UserException when table, column or plan are at fault; no index has been made or removed then
     * @throws SQLException when the server refuses or fails; no index has been made or removed then
     * @throws InterruptedException when the calling thread was interrupted; no index has been made or removed then
     */
    public static IndexReport build(IndexPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        return new IndexBuilder(plan, connections, progress).build();
    }

    private IndexReport build() throws SQLException, InterruptedException {
        try (Connection connection = connections.open()) {
            execute(connection, SESSION);
            String schema = ExtensionSchema.of(connection);
            VectorColumn column = VectorColumn.require(connection, plan.column());
            if (column.table().kind() != 'r' && column.table().kind() != 'p' && column.table().kind() != 'm') {
                throw new UserException(plan.column().table() + " is not a table");
            }
            String operatorClass = operatorClass(connection, schema, column);
            IndexStatement statement = new IndexStatement(plan, column, dimension(connection, column), operatorClass);
            IndexPlace place = IndexPlace.find(connection, plan, column);
            long memory = setMemory(connection);
            long rows = rows(connection, column.table());
            long graph = GraphMemory.estimate(rows, column.column().vectorType(), statement.dimension(), statement.m());
            if (graph > memory) {
                progress.note("the graph of " + rows + " rows takes about " + megabytes(graph) + ", more than maintenance_work_mem with "
                        + megabytes(memory) + ": the build slows down once that is full; --memory gives it more");
            }
            double seconds = 0;
            long bytes = 0;
            if (!plan.dryRun()) {
                long startedAt = System.nanoTime();
                buildAndSwap(connection, statement, place);
                seconds = (System.nanoTime() - startedAt) / 1e9;
                bytes = indexBytes(connection, place);
            }
            return new IndexReport(place.display(), column.table().displayName(), column.column().name(), plan.dryRun(),
                    statement.dimension(), rows, graph, memory, seconds, bytes, statement.sql(place.name()));
        }
    }

    private int dimension(Connection connection, VectorColumn column) throws SQLException {
        if (plan.dimension() != IndexPlan.DEFAULT) {
            return plan.dimension();
        }
        return column.dimensionOfRows(connection).orElseThrow(() -> new UserException(
                column.displayName() + " has no vectors yet to tell their dimension; --dim gives it"));
    }

    /** The operator class for metric and element type, with its schema only when the search path does not show it. */
    private String operatorClass(Connection connection, String schema, VectorColumn column) throws SQLException {
        String name = plan.metric().operatorClass(column.column().vectorType().elementName());
        String sql = """
                SELECT pg_opclass_is_visible(c.oid)
                  FROM pg_opclass AS c
                  JOIN pg_am AS m ON m.oid = c.opcmethod AND m.amname = ?
                  JOIN pg_namespace AS n ON n.oid = c.opcnamespace AND n.nspname = ?
                 WHERE c.opcname = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, plan.method());
            statement.setString(2, schema);
            statement.setString(3, name);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return (row.getBoolean(1) ? "" : Identifier.quote(schema) + ".") + name;
                }
            }
        }
        throw new UserException("the method " + plan.method() + " has no operator class " + name + " for "
                + plan.metric().name().toLowerCase(Locale.ROOT) + " over " + column.column().vectorType());
    }

    private long setMemory(Connection connection) throws SQLException {
        if (plan.memory() != null) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('maintenance_work_mem', ?, false)")) {
                statement.setString(1, plan.memory());
                statement.execute();
            } catch (SQLException e) {
                if ("22023".equals(e.getSQLState())) {
                    throw new UserException("the memory \"" + plan.memory() + "\" is no amount that maintenance_work_mem takes, such "
                            + "as 512MB or 2GB", e);
                }
                throw e;
            }
        }
        return number(connection, "SELECT setting::int8 * 1024 FROM pg_settings WHERE name = 'maintenance_work_mem'");
    }

    private static long rows(Connection connection, TableInfo table) throws SQLException {
        return table.estimatedRows() >= 0 ? Math.round(table.estimatedRows())
                : number(connection, "SELECT count(*) FROM " + table.name().quoted());
    }

    private void buildAndSwap(Connection connection, IndexStatement statement, IndexPlace place)
            throws SQLException, InterruptedException {
        ExitGuard guard = ExitGuard.hold();
        try {
            create(connection, statement.sql(place.buildName()));
            if (place.replaces()) {
                swap(connection, place);
            }
        } catch (SQLException | InterruptedException | RuntimeException | Error e) {
            // A plain CREATE INDEX that failed has left nothing, and to look for it might wait for somebody's lock.
            if (plan.concurrently() || place.replaces()) {
                drop(place, e);
            }
            throw e;
        } finally {
            guard.close();
        }
    }

    private void create(Connection connection, String sql) throws SQLException, InterruptedException {
        try (Connection watching = connections.open(); Statement statement = connection.createStatement()) {
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            BuildProgress build = new BuildProgress(watching, pid, "index " + plan.column(), progress);
            Notices notices = new Notices(statement, progress);
            ServerCall.run(connection, () -> statement.execute(sql), LOOK, () -> {
                build.look();
                notices.look();
            });
            notices.look();
            build.done();
        }
    }

    /** The new index takes the name of the old one in one step. */
    private void swap(Connection connection, IndexPlace place) throws SQLException, InterruptedException {
        connection.setAutoCommit(false);
        try {
            ServerCall.run(connection, () -> {
                execute(connection, "DROP INDEX " + place.quoted(place.name()));
                execute(connection, "ALTER INDEX " + place.quoted(place.buildName()) + " RENAME TO " + Identifier.quote(place.name()));
                connection.commit();
                return null;
            });
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private void drop(IndexPlace place, Throwable failure) {
        String sql = "DROP INDEX " + (plan.concurrently() ? "CONCURRENTLY " : "") + "IF EXISTS " + place.quoted(place.buildName());
        try {
            Cleanup.run(connections, sql);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            progress.note("a part of the index is left behind and has to be dropped by hand: " + sql + " (" + e.getMessage() + ")");
        }
    }

    private static long indexBytes(Connection connection, IndexPlace place) throws SQLException {
        String sql = "SELECT coalesce(nullif(sum(pg_relation_size(t.relid)), 0), pg_relation_size(i.oid)) FROM pg_class AS i "
                + "LEFT JOIN LATERAL pg_partition_tree(i.oid) AS t ON true WHERE i.oid = to_regclass(?) GROUP BY i.oid";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, place.quoted(place.name()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** In the units of the server's settings. */
    private static String megabytes(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MB";
    }
}
