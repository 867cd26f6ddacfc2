package io.float2.index;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the indexes of a plan that has several. All are noted as wanted before the first build begins. */
public final class IndexSetBuilder {

    private final BuildOptions options;
    private final ConnectionSource connections;
    private final Progress progress;

    private IndexSetBuilder(BuildOptions options, ConnectionSource connections, Progress progress) {
        this.options = options;
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Builds a partial index for each value of the plan's column, that of the most rows first. Those that are there stay.
     *
     * @throws io.float2.UserException when table, column or plan are at fault; no index has been made then
     * @throws SQLException when the server fails; what was built before stays, and the rest stays wanted
     * @throws InterruptedException when the calling thread was interrupted; what was built before stays, and the rest stays wanted
     */
    public static IndexSetReport perValue(IndexPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        IndexSetBuilder builder = new IndexSetBuilder(plan.options(), connections, progress);
        try (Connection connection = BuildSession.open(connections)) {
            IndexDesign design = IndexDesign.of(connection, plan);
            BuildMemory memory = BuildMemory.set(connection, plan.options().memory());
            PerValue values = PerValue.read(connection, design);
            values.largest().ifPresent(statement -> design.warn(statement, memory, progress));
            long work = values.largest().map(IndexStatement::workBytes).orElse(0L);
            return builder.build(connection, values.tasks(), values.skipped(), design.column().table().displayName(), work,
                    memory.maintenanceBytes());
        }
    }

    /** Builds the parts of a plan, as {@link #perValue} does. */
    public static IndexSetReport hashParts(HashPartsPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        IndexSetBuilder builder = new IndexSetBuilder(plan.options(), connections, progress);
        try (Connection connection = BuildSession.open(connections)) {
            BuildMemory memory = BuildMemory.set(connection, plan.options().memory());
            HashParts parts = HashParts.of(connection, plan);
            return builder.build(connection, parts.tasks(), List.of(), parts.table().displayName(), 0, memory.maintenanceBytes());
        }
    }

    private IndexSetReport build(Connection connection, List<IndexTask> tasks, List<IndexOutcome> skipped, String table, long work,
            long memory) throws SQLException, InterruptedException {
        refuseOthers(connection, tasks);
        List<IndexOutcome> outcomes = new ArrayList<>();
        long startedAt = System.nanoTime();
        if (options.dryRun()) {
            outcomes.addAll(IndexSet.planned(connection, tasks));
        } else if (!tasks.isEmpty()) {
            outcomes.addAll(buildWanted(connection, tasks));
        }
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        outcomes.addAll(skipped);
        return new IndexSetReport(
                table, options.dryRun(), seconds, work, memory, outcomes, tasks.stream().map(IndexTask::sql).toList());
    }

    private List<IndexOutcome> buildWanted(Connection connection, List<IndexTask> tasks) throws SQLException, InterruptedException {
        // Also for what is said after a build that was interrupted.
        ExitGuard guard = ExitGuard.hold();
        try {
            WantedIndexes wanted = WantedIndexes.open(connection, progress);
            for (IndexTask task : tasks) {
                wanted.put(task);
            }
            List<IndexOutcome> outcomes = new IndexSet(connections, progress, options.jobs()).build(tasks);
            forgetRefused(wanted, tasks, outcomes);
            return outcomes;
        } catch (SQLException | InterruptedException e) {
            progress.note("what has not been built stays wanted: float2 index --repair goes on with it");
            throw e;
        } finally {
            guard.close();
        }
    }

    /** An index of the name that stays must be the one that is asked for now. */
    private static void refuseOthers(Connection connection, List<IndexTask> tasks) throws SQLException {
        Map<TableName, String> known = new HashMap<>();
        for (IndexTask task : WantedIndexes.read(connection).list(null)) {
            known.put(task.index(), task.definition());
        }
        for (IndexTask task : tasks) {
            if (!task.definition().equals(known.get(task.index())) && IndexState.of(connection, task.index()) != IndexState.MISSING) {
                throw new UserException("there is " + task.display() + " already, which was not built so; --name gives the new ones other "
                        + "names");
            }
        }
    }

    private static void forgetRefused(WantedIndexes wanted, List<IndexTask> tasks, List<IndexOutcome> outcomes) throws SQLException {
        for (int i = 0; i < tasks.size(); i++) {
            if (outcomes.get(i).state() == IndexOutcome.State.FAILED) {
                wanted.remove(tasks.get(i).index());
            }
        }
    }
}
