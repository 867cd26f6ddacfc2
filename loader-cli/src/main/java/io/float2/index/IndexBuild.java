package io.float2.index;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.Citus;
import io.float2.sql.Cleanup;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import io.float2.sql.Identifier;
import io.float2.sql.ServerCall;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Builds one index, whole or not at all: what a failed or cancelled build leaves behind, as {@code CREATE INDEX CONCURRENTLY} does, is
 * dropped. Only a process that is killed leaves something: an invalid index, which the next build of the same name drops.
 */
final class IndexBuild {

    private static final Duration LOOK = Duration.ofMillis(300);

    /** Each look makes connections to all of them. */
    private static final Duration LOOK_AT_NODES = Duration.ofSeconds(1);

    private final ConnectionSource connections;
    private final Progress progress;
    private final int jobs;

    /** @param jobs builds that run at the same time and share the workers */
    IndexBuild(ConnectionSource connections, Progress progress, int jobs) {
        this.connections = connections;
        this.progress = progress;
        this.jobs = jobs;
    }

    /**
     * Builds the index, unless there is a valid one of the name that it is not to replace.
     *
     * @param label what the progress calls it
     * @throws SQLException when the server refuses or fails; no index has been made or removed then
     * @throws InterruptedException when the calling thread was interrupted; no index has been made or removed then
     */
    IndexOutcome run(IndexTask task, IndexPlace place, String label) throws SQLException, InterruptedException {
        ExitGuard guard = ExitGuard.hold();
        try (Connection connection = BuildSession.open(connections)) {
            BuildMemory.set(connection, task.memory());
            if (jobs > 1) {
                BuildSession.shareWorkers(connection, jobs);
            }
            BuildLock.take(connection, task.index(), progress);
            IndexState state = IndexState.of(connection, task.index());
            if (state == IndexState.VALID && !place.replaces()) {
                return outcome(connection, task, IndexOutcome.State.THERE, 0);
            }
            if (state == IndexState.NO_INDEX) {
                throw new UserException(task.display() + " is not an index, so the index of that name cannot be built");
            }
            if (state == IndexState.INVALID && !place.replaces()) {
                progress.note("dropping " + task.display() + ", which an interrupted build has left invalid");
                ServerCall.run(connection, () -> {
                    drop(connection, task.index().quoted());
                    return null;
                });
            }
            long startedAt = System.nanoTime();
            buildAndSwap(connection, task, place, label);
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            return outcome(connection, task, state == IndexState.INVALID ? IndexOutcome.State.REBUILT : IndexOutcome.State.BUILT, seconds);
        } finally {
            guard.close();
        }
    }

    private static IndexOutcome outcome(Connection connection, IndexTask task, IndexOutcome.State state, double seconds)
            throws SQLException {
        return new IndexOutcome(task.display(), state, task.rows(), seconds, Tables.indexBytes(connection, task), null);
    }

    private void buildAndSwap(Connection connection, IndexTask task, IndexPlace place, String label)
            throws SQLException, InterruptedException {
        try {
            create(connection, task, task.sql(place.buildName()), label);
            if (place.replaces()) {
                swap(connection, place);
            }
        } catch (SQLException | InterruptedException | RuntimeException | Error e) {
            // A plain CREATE INDEX that failed has left nothing, and to look for it might wait for somebody's lock.
            if (task.concurrently() || place.replaces()) {
                dropAfter(e, task, place);
            }
            throw e;
        }
    }

    private void create(Connection connection, IndexTask task, String sql, String label) throws SQLException, InterruptedException {
        try (Connection watching = connections.open(); Statement statement = connection.createStatement()) {
            // Several at once would take the one line from each other: their caller counts them instead.
            Progress shown = jobs > 1 ? Progress.NONE : progress;
            int shards = Tables.shards(connection, task.table());
            if (shards > 0) {
                Citus.requireSameExtension(connection);
                ShardBuilds builds = ShardBuilds.watch(watching, connection, task, shards, label, shown);
                ShardBuilds.create(connection, task, sql, builds::look, LOOK_AT_NODES);
                builds.done();
                return;
            }
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            BuildProgress build = new BuildProgress(watching, pid, label, shown);
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
    private static void swap(Connection connection, IndexPlace place) throws SQLException, InterruptedException {
        connection.setAutoCommit(false);
        try {
            ServerCall.run(connection, () -> {
                Sql.execute(connection, "DROP INDEX " + place.index().quoted());
                Sql.execute(connection,
                        "ALTER INDEX " + place.quotedBuildName() + " RENAME TO " + Identifier.quote(place.index().name()));
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

    /** Without the lock that keeps others from the table, where that can be. */
    static void drop(Connection connection, String index) throws SQLException {
        boolean partitioned = Sql.number(connection,
                "SELECT count(*) FROM pg_class WHERE oid = to_regclass(" + Sql.literal(index) + ") AND relkind = 'I'") > 0;
        Sql.execute(connection, "DROP INDEX " + (partitioned ? "" : "CONCURRENTLY ") + "IF EXISTS " + index);
    }

    private void dropAfter(Throwable failure, IndexTask task, IndexPlace place) {
        String sql = "DROP INDEX " + (task.concurrently() ? "CONCURRENTLY " : "") + "IF EXISTS " + place.quotedBuildName();
        try {
            Cleanup.run(connections, sql);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            progress.note("a part of the index is left behind and has to be dropped by hand: " + sql + " (" + e.getMessage() + ")");
        }
    }
}
