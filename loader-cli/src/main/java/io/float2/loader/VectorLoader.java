package io.float2.loader;

import io.float2.UserException;
import io.float2.ledger.ImportState;
import io.float2.ledger.ShardLedger;
import io.float2.loader.source.TemporaryCopies;
import io.float2.progress.Progress;
import io.float2.sql.Citus;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import io.float2.sql.Sql;
import io.float2.sql.TableInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Loads vectors from files into a table.
 *
 * <p>The rows are cut into shards (see {@link ShardPlan}). A shard comes in one transaction, which also says so in the ledger (see
 * {@link io.float2.ledger}): after whatever failure, another run of the same import loads exactly the shards that are missing. A load
 * of one shard, as every small one is, leaves all or nothing. A new table appears in one step, with all its rows (see
 * {@link LoadPlan#create}); in an existing one the rows of every shard show as soon as it is through.
 *
 * <p>With more than one job the rows' order in the table is not that in the files.
 */
public final class VectorLoader {

    private final LoadPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;
    private final long startedAt = System.nanoTime();

    private VectorLoader(LoadPlan plan, ConnectionSource connections, Progress progress) {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Carries out a plan. An interrupt of the calling thread, and the end of the process by a signal, undo what is not complete.
     *
     * @param connections asked for a connection for each job, one for the ledger and one more now and then
     * @return a report that is not {@link LoadReport#complete} when some of several shards could not be loaded
     * @throws UserException when a file, a row, the table or the plan is at fault; nothing has been loaded then
     * @throws SQLException when the server or the connection fails; nothing has been loaded then, or a run with the same import id goes
     *     on
     * @throws InterruptedException when the calling thread was interrupted; a run with the same import id goes on
     */
    public static LoadReport load(LoadPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        return new VectorLoader(plan, connections, progress).load();
    }

    private LoadReport load() throws SQLException, InterruptedException {
        MemoryBudget budget = MemoryBudget.of(plan.memory(), plan.jobs());
        TemporaryCopies.tell(progress);
        if (plan.dryRun()) {
            return dryRun();
        }
        ExitGuard guard = ExitGuard.hold();
        try (LoadImport load = patiently(() -> LoadImport.open(plan, connections, progress))) {
            return load.isFinished() ? load.report(startedAt) : run(load, budget);
        } finally {
            guard.close();
        }
    }

    /** A server that is just being started again is waited for, at the beginning as later. */
    private <T> T patiently(Retries.Call<T> work) throws SQLException, InterruptedException {
        return Retries.run(plan.retries(), progress, work);
    }

    private LoadReport dryRun() throws SQLException, InterruptedException {
        try (Connection connection = patiently(() -> LoadSession.openForSingleStatements(connections))) {
            LoadTarget target = target(plan, connection);
            try (SourceRows rows = SourceRows.open(plan, target.vectorType())) {
                target.bind(rows, progress);
                return new LoadReport(plan.table().toString(), true, 0, rows.dimension(), 0, 0, 0, plan.jobs(), ValueCounts.NONE,
                        List.copyOf(target.columns()), List.copyOf(target.statements()), null, 0, 0, 0, 0, 0, null, 0, null, null, List.of(), 0);
            }
        }
    }

    static LoadTarget target(LoadPlan plan, Connection connection) throws SQLException {
        return plan.create() ? NewTable.plan(plan, connection) : ExistingTable.find(plan, connection);
    }

    private LoadReport run(LoadImport load, MemoryBudget budget) throws SQLException, InterruptedException {
        try (Connection planning = patiently(() -> LoadSession.openForSingleStatements(connections))) {
            LoadTarget target = target(plan, planning);
            try (SourceRows rows = SourceRows.open(plan, target.vectorType())) {
                target.bind(rows, progress);
                RunCounts counts = new RunCounts();
                ShardPlan shards = load.begin(target, rows, planning);
                LoadContext context = new LoadContext(plan, target, connections, load.ledger(),
                        new ShardQueue(shards, load.done().keySet()), load.layout(), load.method(), budget, progress, counts);
                int jobs = (int) Math.min(plan.jobs(), shards.count() < 0 ? plan.jobs() : shards.count() - load.done().size());
                loadOrUndo(load, context, rows, Math.max(1, jobs));
                return report(load, context, rows, jobs);
            }
        }
    }

    private void loadOrUndo(LoadImport load, LoadContext context, SourceRows rows, int jobs) throws SQLException, InterruptedException {
        ShardLedger ledger = context.ledger();
        try {
            load.announce(jobs);
            if (!context.whole()) {
                progress.phase("load " + plan.table(),
                        rows.expectedRows() < 0 ? rows.expectedRows() : rows.expectedRows() - load.earlierRows());
            }
            new ShardedLoad(context, rows, jobs).run();
            if (context.counts().failures().isEmpty() && !context.whole()) {
                progress.done();
                load.complete(context);
            }
        } catch (InterruptedException e) {
            broken(load, context, ImportState.STOPPED, "interrupted");
            if (context.counts().shards() + load.done().size() == 0) {
                progress.note("nothing has been loaded");
            }
            throw e;
        } catch (SQLException | RuntimeException | Error e) {
            broken(load, context, ImportState.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
        Exception failure = context.counts().firstFailure();
        if (failure != null) {
            broken(load, context, ImportState.FAILED, load.failed(context.counts()) + ": " + failure.getMessage());
            if (context.whole()) {
                rethrow(failure);
            }
            return;
        }
        try (Connection connection = LoadSession.openForSingleStatements(connections)) {
            context.target().afterCommit(connection, progress);
        } catch (SQLException e) {
            progress.note("the rows are loaded, but the server cannot be reached any more: " + e.getMessage());
        }
    }

    private static void rethrow(Exception failure) throws SQLException {
        if (failure instanceof SQLException sql) {
            throw sql;
        }
        throw (RuntimeException) failure;
    }

    private void broken(LoadImport load, LoadContext context, ImportState state, String message) {
        boolean interrupted = Thread.interrupted();
        if (context.counts().shards() + load.done().size() == 0) {
            load.undo(context.target());
        }
        load.end(state, message);
        if (!context.whole() && context.counts().shards() + load.done().size() > 0) {
            progress.note(load.howToGoOn(context.counts().shards()));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private LoadReport report(LoadImport load, LoadContext context, SourceRows rows, int jobs) {
        CopyResult copied = context.counts().copied();
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        String waiting = context.counts().failures().isEmpty() ? null : context.target().staging();
        return new LoadReport(plan.table().toString(), false, copied.rows(), rows.dimension(), context.counts().bytes(), seconds,
                tableBytes(), jobs, copied.values(), List.copyOf(context.target().columns()),
                load.resumed() || waiting != null ? List.of() : List.copyOf(context.target().statements()), load.id(), context.counts().shards(),
                load.done().size(), load.earlierRows(), copied.sent() - copied.rows() - copied.rejected() - copied.leftOut(), copied.rejected(),
                plan.rejects() == null ? null : plan.rejects().toString(), context.counts().retries(), context.counts().transfer(),
                waiting, context.counts().failures(), load.notBegun(context.counts()));
    }

    /** The rows are in by now, so a server that does not answer any more is no failure of the load. */
    private long tableBytes() {
        try (Connection connection = connections.open()) {
            Optional<TableInfo> table = TableInfo.find(connection, plan.table());
            if (table.isEmpty()) {
                return LoadReport.UNKNOWN;
            }
            long oid = table.get().oid();
            if (Citus.isDistributed(connection, oid)) {
                return Sql.number(connection, "SELECT citus_total_relation_size(" + oid + "::regclass)");
            }
            return Sql.number(connection, "SELECT coalesce(sum(pg_total_relation_size(relid)), 0) FROM (SELECT " + oid
                    + "::regclass AS relid UNION SELECT relid FROM pg_partition_tree(" + oid + "::regclass)) AS parts");
        } catch (SQLException e) {
            progress.note("the rows are loaded, but the server does not tell the size of the table: " + e.getMessage());
            return LoadReport.UNKNOWN;
        }
    }
}
