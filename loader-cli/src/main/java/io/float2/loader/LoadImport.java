package io.float2.loader;

import io.float2.UserException;
import io.float2.ledger.ImportRecord;
import io.float2.ledger.ImportState;
import io.float2.ledger.Ledger;
import io.float2.ledger.ShardLedger;
import io.float2.loader.source.VectorReader;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One run of an import: what earlier runs have left of it, where its rows go, and how it ends. Used by the load's main thread. */
final class LoadImport implements AutoCloseable {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final LoadPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;
    private final String id;
    private final List<String> input;

    /** Null when none could be kept. */
    private final Ledger ledger;

    private ImportRecord earlier;
    private Map<Integer, Long> done = Map.of();
    private ImportRecord record;
    private ShardPlan shards;
    private RowLayout layout;
    private CopyMethod method;

    private LoadImport(LoadPlan plan, ConnectionSource connections, Progress progress, String id, Ledger ledger) throws SQLException {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
        this.id = id;
        this.ledger = ledger;
        input = SourceFingerprint.of(plan);
        if (ledger != null) {
            earlier = ledger.find().orElse(null);
        }
        if (earlier != null) {
            done = ledger.done();
            if (isFinished() || !done.isEmpty()) {
                SourceFingerprint.check(id, earlier.input(), input);
            }
        }
    }

    /**
     * Takes the import up.
     *
     * @throws UserException when another command is at it, or it was begun with something else
     */
    static LoadImport open(LoadPlan plan, ConnectionSource connections, Progress progress) throws SQLException {
        String id = plan.importId() == null ? ImportId.make(plan.table()) : plan.importId();
        Ledger ledger = openLedger(plan, connections, progress, id);
        try {
            return new LoadImport(plan, connections, progress, id, ledger);
        } catch (SQLException | RuntimeException e) {
            if (ledger != null) {
                ledger.close();
            }
            throw e;
        }
    }

    /** Who may only write into the one table can load it, but not go on after a failure. */
    private static Ledger openLedger(LoadPlan plan, ConnectionSource connections, Progress progress, String id) throws SQLException {
        try {
            return Ledger.open(() -> LoadSession.openForSingleStatements(connections), id);
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) || plan.importId() != null) {
                throw e;
            }
            progress.note("the load is one transaction, as this user may not keep a ledger in the schema float2_admin: " + e.getMessage());
            return null;
        }
    }

    String id() {
        return ledger == null ? null : id;
    }

    ShardLedger ledger() {
        return ledger == null ? ShardLedger.NONE : ledger;
    }

    /** Whether an earlier run has loaded everything. */
    boolean isFinished() {
        return earlier != null && earlier.state() == ImportState.FINISHED;
    }

    /** Whether this run goes on where an earlier one ended. */
    boolean resumed() {
        return !done.isEmpty();
    }

    /** Rows of every shard that earlier runs have loaded, by its number. */
    Map<Integer, Long> done() {
        return done;
    }

    /** Rows that earlier runs have loaded. */
    long earlierRows() {
        return done.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Where rows go; null when the one transaction of the load begins with finding out. */
    RowLayout layout() {
        return layout;
    }

    CopyMethod method() {
        return method;
    }

    /** The report of a run that has nothing to do. */
    LoadReport report(long startedAt) throws SQLException {
        if (!ledger.tableExists()) {
            throw new UserException("the import \"" + id + "\" is finished, but its table " + plan.table()
                    + " has been dropped since; another --import-id loads it again");
        }
        progress.note("the import \"" + id + "\" is finished already: there is nothing to load");
        return new LoadReport(plan.table().toString(), false, 0, 0, 0, (System.nanoTime() - startedAt) / 1e9, LoadReport.UNKNOWN, 0,
                ValueCounts.NONE, List.of(), List.of(), id, 0, done.size(), earlierRows(), 0, 0, null, 0, null, null, List.of(), 0);
    }

    /**
     * Cuts the rows into shards, and makes the table ready for those of several shards.
     *
     * @param planning a connection in autocommit mode
     */
    ShardPlan begin(LoadTarget target, SourceRows rows, Connection planning) throws SQLException, InterruptedException {
        ShardSizing sizing = new ShardSizing(plan, id);
        shards = resumed() ? sizing.asBefore(earlier, rows.expectedRows()) : sizing.anew(ledger == null || target.inOneTransaction(), rows);
        if (ledger == null) {
            return shards;
        }
        ledger.prune();
        new Leftovers(plan, connections, progress, ledger).drop(target, id, earlier != null && !resumed() ? earlier.staging() : null);
        if (shards.isWhole()) {
            boolean unlogged = !plan.create() && isUnlogged(planning, target.name());
            write(target, 0, unlogged);
            ledger.begin(record, true);
        } else if (resumed()) {
            resume(target, planning, rows);
        } else {
            beginStaged(target, rows);
        }
        return shards;
    }

    private void write(LoadTarget target, long relation, boolean unlogged) {
        record = new ImportRecord(id, plan.importId() != null, target.name(), ImportState.RUNNING, input, shards.shardRows(),
                shards.totalRows(), relation, target.staging(), unlogged);
    }

    private void beginStaged(LoadTarget target, SourceRows rows) throws SQLException, InterruptedException {
        try (Connection work = LoadSession.open(connections)) {
            layout = target.begin(work, true, progress);
            method = CopyMethod.choose(plan, layout, rows.dimension(), work);
            write(target, layout.table().oid(), isUnlogged(work, layout.table().name().quoted()));
            ledger.begin(work, record, true);
            work.commit();
        }
    }

    private void resume(LoadTarget target, Connection planning, SourceRows rows) throws SQLException {
        if (!earlier.target().equals(target.name())) {
            throw SourceFingerprint.different(id, "table", earlier.target(), target.name());
        }
        layout = target.resume(planning, earlier.staging());
        if (layout.table().oid() != earlier.relation()) {
            throw new UserException("the table " + layout.table().displayName() + " is not the one that the import \"" + id
                    + "\" was begun with: it has been made anew since; another --import-id makes it another load");
        }
        method = CopyMethod.choose(plan, layout, rows.dimension(), planning);
        write(target, earlier.relation(), earlier.unlogged());
        ledger.begin(record, false);
        // A command that was killed may have ended well on the server after the first look.
        done = ledger.done();
    }

    private static boolean isUnlogged(Connection connection, String table) throws SQLException {
        return Sql.number(connection, "SELECT coalesce(bool_or(relpersistence = 'u'), false)::int FROM pg_class WHERE oid = "
                + Sql.literal(table) + "::regclass OR oid IN (SELECT relid FROM pg_partition_tree(" + Sql.literal(table) + "::regclass))") == 1;
    }

    /** Tells people what is about to happen, and how to name it. */
    void announce(int jobs) {
        if (ledger == null || shards.isWhole()) {
            return;
        }
        String count = shards.count() == VectorReader.UNKNOWN ? "shards" : counted(shards.count()) + " shards";
        progress.note("import " + id + ": " + count + " of at most " + counted(shards.shardRows()) + " rows, " + jobs + " at once"
                + (resumed() ? "; " + counted(done.size()) + " are in the table already" : ""));
    }

    /** Ends an import of several shards, all of which are in the table. */
    void complete(LoadContext context) throws SQLException, InterruptedException {
        long expected = context.counts().shards() + done.size();
        Retries.run(plan.retries(), progress, () -> {
            try (Connection work = LoadSession.open(connections)) {
                if (ledger.done().size() < expected) {
                    throw new UserException("the server has crashed and emptied the unlogged table; the same command with --import-id "
                            + id + " loads what is missing");
                }
                context.target().complete(work, progress);
                ledger.finish(work, layout.table().oid());
                work.commit();
                return null;
            }
        });
    }

    /** Shards that nobody has tried; 0 when their number is not known. */
    long notBegun(RunCounts counts) {
        return shards.count() == VectorReader.UNKNOWN ? 0 : shards.count() - done.size() - counts.shards() - counts.failures().size();
    }

    /** How many shards have failed, in words. */
    String failed(RunCounts counts) {
        return ofAll(counts.failures().size()) + " shards failed";
    }

    private String ofAll(long some) {
        return counted(some) + (shards.count() == VectorReader.UNKNOWN ? "" : " of " + counted(shards.count()));
    }

    private static String counted(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Drops a table of the load's own in which there is nothing. */
    void undo(LoadTarget target) {
        if (target.staging() == null) {
            return;
        }
        target.undo(connections, progress);
        try {
            ledger.forgetStaging();
        } catch (SQLException e) {
            progress.note("the ledger does not take the end of the load: " + e.getMessage());
        }
    }

    /** Writes down that the run has not finished the import. */
    void end(ImportState state, String message) {
        try {
            ledger().end(state, message);
        } catch (SQLException | RuntimeException e) {
            progress.note("the ledger does not take the end of the load: " + e.getMessage());
        }
    }

    String howToGoOn(long loadedNow) {
        return ofAll(loadedNow + done.size()) + " shards are in the table; "
                + (plan.importId() != null ? "the same command again goes on" : "the same command with --import-id " + id + " goes on");
    }

    @Override
    public void close() {
        if (ledger != null) {
            ledger.close();
        }
    }
}
