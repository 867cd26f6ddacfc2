package io.float2.index;

import io.float2.progress.Progress;
import io.float2.sql.ServerCall;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The build of an index over all shards of a distributed table, which is one statement: the nodes work at the same time, each on one
 * shard after the other, and all of it becomes visible at once or not at all. The progress adds the shards' up.
 */
final class ShardBuilds implements BuildWatch {

    /** What the sessions that work for one of ours do on all nodes. They carry its number in their names. */
    private static final String LOOK = """
            SELECT r.nodeid, b.shard, b.total, b.done
              FROM run_command_on_all_nodes(format($$
                   SELECT coalesce(json_agg(json_build_object('shard', p.relid::int8, 'total', p.tuples_total, 'done', p.tuples_done)), '[]')
                     FROM pg_stat_progress_create_index AS p JOIN pg_stat_activity AS a USING (pid)
                    WHERE a.application_name = 'citus_internal gpid=' || %L$$, ?), give_warning_for_connection_errors => false) AS r,
                   LATERAL json_to_recordset(CASE WHEN r.success THEN r.result::json ELSE '[]' END) AS b (shard int8, total int8, done int8)""";

    private final PreparedStatement statement;
    private final Progress progress;
    private final long rows;
    /** Rows told of a shard whose build has not ended, and all its rows. */
    private final Map<String, long[]> running = new HashMap<>();
    private long told;

    private ShardBuilds(PreparedStatement statement, Progress progress, long rows) {
        this.statement = statement;
        this.progress = progress;
        this.rows = rows;
    }

    /**
     * Begins to watch.
     *
     * @param builder the connection that builds
     * @param task an index on a distributed table
     */
    static ShardBuilds watch(Connection watching, Connection builder, IndexTask task, int shards, String label, Progress progress)
            throws SQLException {
        PreparedStatement look = watching.prepareStatement(LOOK);
        look.setLong(1, Sql.number(builder, "SELECT citus_backend_gpid()"));
        progress.phase(shards + " shards of " + label, "tuples", task.rows() > 0 ? task.rows() : Progress.UNKNOWN);
        return new ShardBuilds(look, progress, task.rows());
    }

    @Override
    public void look() throws SQLException {
        Set<String> seen = new HashSet<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String shard = row.getInt(1) + "/" + row.getLong(2);
                seen.add(shard);
                long[] state = running.computeIfAbsent(shard, key -> new long[2]);
                state[1] = Math.max(state[1], row.getLong(3));
                tell(row.getLong(4) - state[0]);
                state[0] = Math.max(state[0], row.getLong(4));
            }
        }
        running.entrySet().removeIf(shard -> {
            boolean ended = !seen.contains(shard.getKey());
            if (ended) {
                tell(shard.getValue()[1] - shard.getValue()[0]);
            }
            return ended;
        });
    }

    private void tell(long tuples) {
        // The number of rows is an estimate.
        long more = Math.min(tuples, rows - told);
        if (more > 0) {
            progress.advance(more, 0);
            told += more;
        }
    }

    @Override
    public void done() {
        tell(rows - told);
        progress.done();
    }

    /**
     * Runs the statement. What the session has been given for a build goes to the nodes with it, unless the index is built concurrently,
     * which cannot be in a transaction: then the nodes' own settings count.
     */
    static void create(Connection connection, IndexTask task, String sql, ServerCall.Watch watch, Duration look)
            throws SQLException, InterruptedException {
        // One shard at a time on each node, so that each node gives the memory once.
        Sql.execute(connection, "SET citus.max_adaptive_executor_pool_size = 1");
        if (task.concurrently()) {
            ServerCall.run(connection, () -> Sql.execute(connection, sql), look, watch);
            return;
        }
        Sql.execute(connection, "SET citus.propagate_set_commands = 'local'");
        String memory = Sql.text(connection, "SHOW maintenance_work_mem");
        String workers = Sql.text(connection, "SHOW max_parallel_maintenance_workers");
        connection.setAutoCommit(false);
        try {
            ServerCall.run(connection, () -> {
                Sql.execute(connection, "SET LOCAL maintenance_work_mem = '" + memory + "'");
                Sql.execute(connection, "SET LOCAL max_parallel_maintenance_workers = " + workers);
                Sql.execute(connection, sql);
                connection.commit();
                return null;
            }, look, watch);
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** The bytes of an index in all shards of its table. */
    static long bytes(Connection connection, String table, String index) throws SQLException {
        String sql = """
                SELECT coalesce(sum(result::int8), 0)
                  FROM run_command_on_all_nodes(format(
                       'SELECT coalesce(sum(pg_relation_size(to_regclass(n))), 0) FROM unnest(%L::text[]) AS n',
                       (SELECT array_agg(shard_name(?::regclass, shardid)) FROM pg_dist_shard WHERE logicalrelid = ?::regclass)))
                 WHERE success""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, index);
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
