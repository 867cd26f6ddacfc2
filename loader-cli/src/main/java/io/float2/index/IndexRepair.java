package io.float2.index;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.TableInfo;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Builds the wanted indexes that are missing or invalid. */
public final class IndexRepair {

    private static final String LEFT_BEHIND = """
            SELECT n.nspname, c.relname
              FROM pg_index AS i
              JOIN pg_class AS c ON c.oid = i.indexrelid
              JOIN pg_namespace AS n ON n.oid = c.relnamespace
             WHERE i.indrelid = to_regclass(?) AND c.relname ~ ?""";

    private final ConnectionSource connections;
    private final Progress progress;

    private IndexRepair(ConnectionSource connections, Progress progress) {
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Looks at all that is wanted, and builds what is not there. A build that still goes on is waited for.
     *
     * @param table whose indexes alone are looked at; null: all
     * @param options jobs and dryRun count; the rest is as it was when the indexes were first asked for
     * @throws UserException when there is no such table
     * @throws SQLException when the server fails; what was built before stays
     * @throws InterruptedException when the calling thread was interrupted; what was built before stays
     */
    public static IndexSetReport repair(TableName table, BuildOptions options, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        return new IndexRepair(connections, progress).repair(table, options);
    }

    /**
     * Takes an index off the list of those that are wanted. The index itself, if there is one, stays.
     *
     * @throws UserException when it is not on the list
     */
    public static void forget(TableName index, ConnectionSource connections) throws SQLException {
        try (Connection connection = connections.open()) {
            WantedIndexes wanted = WantedIndexes.read(connection);
            TableName named = index.schema() == null ? new TableName("public", index.name()) : index;
            if (!wanted.remove(named)) {
                throw new UserException("the index " + named.display() + " is not on the list of those that are wanted");
            }
        }
    }

    private IndexSetReport repair(TableName table, BuildOptions options) throws SQLException, InterruptedException {
        long startedAt = System.nanoTime();
        try (Connection connection = BuildSession.open(connections)) {
            TableInfo only = table == null ? null : Tables.require(connection, table);
            List<IndexTask> wanted = WantedIndexes.read(connection).list(only == null ? null : only.name());
            List<IndexTask> tasks = new ArrayList<>();
            List<IndexOutcome> gone = new ArrayList<>();
            for (IndexTask task : wanted) {
                if (TableInfo.find(connection, task.table()).isPresent()) {
                    tasks.add(task);
                } else {
                    gone.add(new IndexOutcome(task.display(), IndexOutcome.State.SKIPPED, 0, 0, 0, "the table " + task.table() + " is gone"));
                }
            }
            List<IndexOutcome> outcomes = new ArrayList<>(options.dryRun() ? IndexSet.planned(connection, tasks) : build(connection, tasks, options));
            outcomes.addAll(gone);
            return new IndexSetReport(only == null ? null : only.displayName(), options.dryRun(), (System.nanoTime() - startedAt) / 1e9, 0, 0,
                    outcomes, tasks.stream().map(IndexTask::sql).toList());
        }
    }

    private List<IndexOutcome> build(Connection connection, List<IndexTask> tasks, BuildOptions options)
            throws SQLException, InterruptedException {
        // Concurrent builds on one table keep each other waiting.
        boolean concurrent = tasks.stream().anyMatch(IndexTask::concurrently);
        List<IndexOutcome> outcomes = new IndexSet(connections, progress, concurrent ? 1 : options.jobs()).build(tasks);
        for (IndexTask task : tasks) {
            dropLeftBehind(connection, task);
        }
        return outcomes;
    }

    /** What was to replace an index when the command was killed. */
    private void dropLeftBehind(Connection connection, IndexTask task) throws SQLException, InterruptedException {
        for (TableName index : leftBehind(connection, task)) {
            try (Connection dropping = BuildSession.open(connections)) {
                BuildLock.take(dropping, task.index(), progress);
                progress.note("dropping " + index.display() + ", which an interrupted build has left");
                IndexBuild.drop(dropping, index.quoted());
            }
        }
    }

    private static List<TableName> leftBehind(Connection connection, IndexTask task) throws SQLException {
        // The name may have been cut for the suffix to fit.
        String name = task.index().withSuffix(IndexPlace.BUILDING + "zzzzzzzz").name();
        String beginning = name.substring(0, name.lastIndexOf(IndexPlace.BUILDING));
        List<TableName> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LEFT_BEHIND)) {
            statement.setString(1, task.table().quoted());
            statement.setString(2, "^" + beginning.replaceAll("([^\\p{L}\\p{N}_])", "\\\\$1") + ".*" + IndexPlace.BUILDING + "[0-9a-z]{1,8}$");
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }
}
