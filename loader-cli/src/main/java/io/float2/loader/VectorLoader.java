package io.float2.loader;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import io.float2.sql.ServerCall;
import io.float2.sql.TableInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads vectors from files into a table: all of them or none.
 *
 * <p>With one job the whole load is one transaction. With more, every connection has its own, and none is committed before all rows
 * have got through on all of them. A new table appears in one step even so (see {@link LoadPlan#create}). In an existing table there
 * is a moment between the first COMMIT and the last: a server or network that fails within it leaves the rows of some connections;
 * the failure then says how many. Deferred constraints, the one ordinary reason for a COMMIT to fail, are checked before.
 *
 * <p>With more than one job the rows' order in the table is not that in the files.
 */
public final class VectorLoader {

    private final LoadPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;
    private final List<Connection> open = new ArrayList<>();

    private VectorLoader(LoadPlan plan, ConnectionSource connections, Progress progress) {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Carries out a plan. An interrupt of the calling thread, and the end of the process by a signal, undo the load.
     *
     * @param connections asked for as many connections as there are jobs, and one more when the load fails or stalls
     * @throws UserException when a file, a row, the table or the plan is at fault; nothing has been loaded then
     * @throws SQLException when the server or the connection fails; nothing has been loaded then, but for the case above
     * @throws InterruptedException when the calling thread was interrupted; nothing has been loaded then
     */
    public static LoadReport load(LoadPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        return new VectorLoader(plan, connections, progress).load();
    }

    private LoadReport load() throws SQLException, InterruptedException {
        long startedAt = System.nanoTime();
        try {
            Connection first = openOne();
            LoadTarget target = plan.create() ? NewTable.plan(plan, first) : ExistingTable.find(plan, first);
            try (SourceRows rows = SourceRows.open(plan, target.vectorType())) {
                target.bind(rows, progress);
                if (plan.dryRun()) {
                    return report(target, rows, BatchCopier.Copied.NOTHING, 0, startedAt);
                }
                BatchCopier.Copied copied = loadGuarded(target, rows);
                return report(target, rows, copied, tableBytes(), startedAt);
            }
        } finally {
            open.forEach(VectorLoader::closeQuietly);
        }
    }

    private BatchCopier.Copied loadGuarded(LoadTarget target, SourceRows rows) throws SQLException, InterruptedException {
        ExitGuard guard = ExitGuard.hold();
        try {
            BatchCopier.Copied copied = loadOrUndo(target, rows);
            target.afterCommit(open.get(0), progress);
            return copied;
        } finally {
            guard.close();
        }
    }

    private BatchCopier.Copied loadOrUndo(LoadTarget target, SourceRows rows) throws SQLException, InterruptedException {
        try {
            return loadAll(target, rows);
        } catch (SQLException | InterruptedException | RuntimeException | Error e) {
            undo(target, e);
            throw e;
        }
    }

    private BatchCopier.Copied loadAll(LoadTarget target, SourceRows rows) throws SQLException, InterruptedException {
        Connection first = open.get(0);
        RowLayout layout = target.begin(first, progress);
        while (open.size() < target.jobs()) {
            openOne();
        }
        progress.phase("load " + plan.table(), rows.expectedRows());
        BatchCopier.Copied copied = new ParallelCopy(open, connections, rows, progress)
                .run(layout, target.freezesRows(), plan.onOverflow());
        progress.done();
        for (Connection connection : open) {
            ServerCall.run(connection, () -> Sql.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE"));
        }
        int committed = 0;
        try {
            for (Connection connection : open.subList(1, open.size())) {
                connection.commit();
                committed++;
            }
            target.complete(first, progress);
            first.commit();
        } catch (SQLException e) {
            if (committed > 0 && target.showsEveryCommit()) {
                throw new UserException("the load into " + plan.table() + " broke off while it was committed: the rows of " + committed
                        + " of its " + open.size() + " connections are in the table", e);
            }
            throw e;
        }
        return copied;
    }

    private void undo(LoadTarget target, Throwable failure) {
        for (Connection connection : open) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                // The connection is gone; the server rolls back what it did.
                failure.addSuppressed(e);
            }
        }
        target.undo(connections, progress);
    }

    private Connection openOne() throws SQLException {
        Connection connection = LoadSession.open(connections);
        open.add(connection);
        return connection;
    }

    /** The rows are in by now, so a server that does not answer any more is no failure of the load. */
    private long tableBytes() {
        Connection connection = open.get(0);
        try {
            long oid = TableInfo.require(connection, plan.table()).oid();
            return Sql.number(connection, "SELECT coalesce(sum(pg_total_relation_size(relid)), 0) FROM (SELECT " + oid
                    + "::regclass AS relid UNION SELECT relid FROM pg_partition_tree(" + oid + "::regclass)) AS parts");
        } catch (SQLException e) {
            progress.note("the rows are loaded, but the server does not tell the size of the table: " + e.getMessage());
            return LoadReport.UNKNOWN;
        }
    }

    private LoadReport report(LoadTarget target, SourceRows rows, BatchCopier.Copied copied, long tableBytes, long startedAt) {
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        return new LoadReport(plan.table().toString(), plan.dryRun(), copied.rows(), rows.dimension(), rows.bytesRead(), seconds,
                tableBytes, target.jobs(), copied.values(), List.copyOf(target.columns()), List.copyOf(target.statements()));
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Everything on it has been committed or rolled back, or the server does so now.
        }
    }
}
