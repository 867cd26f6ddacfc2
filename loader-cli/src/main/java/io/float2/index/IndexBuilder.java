package io.float2.index;

import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import java.sql.Connection;
import java.sql.SQLException;

/** Builds an index on a vector column, whole or not at all, and notes it as wanted. */
public final class IndexBuilder {

    private final IndexPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;

    private IndexBuilder(IndexPlan plan, ConnectionSource connections, Progress progress) {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Carries out a plan for one index. An interrupt of the calling thread, and the end of the process by a signal, cancel the build; the
     * index stays wanted then.
     *
     * @param connections asked for three connections, and one more when the build fails
     * @throws io.float2.UserException when table, column or plan are at fault; no index has been made or removed then
     * @throws SQLException when the server refuses or fails; no index has been made or removed then
     * @throws InterruptedException when the calling thread was interrupted; no index has been made or removed then
     */
    public static IndexReport build(IndexPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        return new IndexBuilder(plan, connections, progress).build();
    }

    private IndexReport build() throws SQLException, InterruptedException {
        try (Connection connection = BuildSession.open(connections)) {
            IndexDesign design = IndexDesign.of(connection, plan);
            IndexPlace place = IndexPlace.find(connection, plan, design.column());
            BuildMemory memory = BuildMemory.set(connection, plan.options().memory());
            IndexStatement statement = design.statement(Tables.rows(connection, design.column().table(), plan.where()));
            design.warn(statement, memory, progress);
            IndexTask task = design.task(place.index(), statement, plan.where());
            IndexOutcome outcome = plan.options().dryRun() ? null : build(connection, task, place);
            return new IndexReport(task.display(), design.column().table().displayName(), design.column().column().name(), plan.where(),
                    plan.options().dryRun(), statement.dimension(), task.rows(), statement.workBytes(), memory.maintenanceBytes(),
                    outcome == null ? 0 : outcome.seconds(), outcome == null ? 0 : outcome.bytes(), task.sql());
        }
    }

    private IndexOutcome build(Connection connection, IndexTask task, IndexPlace place) throws SQLException, InterruptedException {
        WantedIndexes wanted = WantedIndexes.open(connection, progress);
        // Also for what is said after a build that was interrupted.
        ExitGuard guard = ExitGuard.hold();
        // The one that is to be replaced serves, and stays wanted as it is, until the new one is there.
        try {
            wanted.putIfNew(task);
            IndexOutcome outcome = new IndexBuild(connections, progress, 1).run(task, place, task.display());
            wanted.put(task);
            return outcome;
        } catch (SQLException e) {
            if (BuildFailure.isRefusal(e) && !place.replaces()) {
                wanted.remove(task.index());
            } else {
                stillWanted(task);
            }
            throw e;
        } catch (InterruptedException e) {
            stillWanted(task);
            throw e;
        } finally {
            guard.close();
        }
    }

    private void stillWanted(IndexTask task) {
        progress.note(task.display() + " stays wanted: float2 index --repair builds it, --forget takes it off the list");
    }
}
