package io.float2.ledger;

import io.float2.UserException;
import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger as one import sees it. While it is open nobody else can work on the import: it holds an advisory lock on the import's id.
 *
 * <p>It has a connection of its own, in autocommit mode, for what people want to know of a running import. What decides over rows is
 * written by {@link #finishShard} in the transaction of the rows; there even a loader that has lost its lock cannot load a shard twice.
 * Thread safe.
 */
public final class Ledger implements ShardLedger, AutoCloseable {

    private static final String LOCK_KEY = "hashtextextended('float2 load ' || ?, 0)";

    private static final String HOLDER = """
            SELECT pid FROM pg_locks
             WHERE locktype = 'advisory' AND granted AND objsubid = 1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND (classid::bigint << 32) | objid::bigint = %s""".formatted(LOCK_KEY);

    /** Ctrl-C cancels every statement of the process, and this one is to be written all the same. */
    private static final String CANCELLED = "57014";

    private final ConnectionSource connections;
    private final String id;
    private Connection connection;
    private ImportRecord record;

    private Ledger(ConnectionSource connections, String id) {
        this.connections = connections;
        this.id = id;
    }

    /**
     * Opens the ledger for an import, and makes its tables where there are none.
     *
     * @param connections opens connections without time limits in autocommit mode
     * @throws UserException when another process is at work on the import
     */
    public static Ledger open(ConnectionSource connections, String id) throws SQLException {
        Ledger ledger = new Ledger(connections, id);
        ledger.connect();
        try {
            LedgerSchema.ensure(ledger.connection);
        } catch (SQLException | RuntimeException e) {
            ledger.close();
            throw e;
        }
        return ledger;
    }

    /** The process of the server that holds the lock of an import, if one does. */
    static Optional<Integer> holder(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private void connect() throws SQLException {
        connection = connections.open();
        try {
            if (!tryLock()) {
                Optional<Integer> holder = holder(connection, id);
                throw new UserException("the import \"" + id + "\" is being loaded by another command"
                        + holder.map(pid -> ", whose server process is " + pid).orElse("")
                        + "; --status \"" + id + "\" shows how far it is");
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean tryLock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(" + LOCK_KEY + ")")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** What an earlier run has written. */
    public synchronized Optional<ImportRecord> find() throws SQLException {
        Optional<ImportRecord> found = ImportRows.find(connection, id);
        found.ifPresent(f -> record = f);
        return found;
    }

    /**
     * Begins a run in the transaction of {@code work}, so that the table that the run makes and what is known of it come together.
     *
     * @param fresh whether no shard is known to be in the table
     * @throws UserException when one is all the same: the server was still at the COMMIT of a command that had been killed, for which
     *     this call has waited
     */
    public synchronized void begin(Connection work, ImportRecord wanted, boolean fresh) throws SQLException {
        ImportRows.write(work, wanted);
        if (fresh && ImportRows.hasShards(work, id)) {
            throw new UserException("a command that was killed has ended a shard of the import \"" + id
                    + "\" at this very moment: run this one again");
        }
        record = wanted;
    }

    /** As {@link #begin(Connection, ImportRecord, boolean)}, in a transaction of its own. */
    public synchronized void begin(ImportRecord wanted, boolean fresh) throws SQLException {
        connection.setAutoCommit(false);
        try {
            begin(connection, wanted, fresh);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Forgets imports that nobody gave a name to and that have long been finished. */
    public synchronized void prune() throws SQLException {
        update(connection, "DELETE FROM " + LedgerSchema.IMPORTS
                + " WHERE NOT named AND state = 'finished' AND ended_at < clock_timestamp() - interval '30 days' AND id <> ?", id);
    }

    /** Unfinished imports into the same table that left a table of their own, as id to that table's name; running ones are left out. */
    public synchronized Map<String, String> leftovers(String target) throws SQLException {
        Map<String, String> leftovers = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, staging FROM " + LedgerSchema.IMPORTS + " WHERE target = ? AND staging IS NOT NULL AND id <> ?")) {
            statement.setString(1, target);
            statement.setString(2, id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    leftovers.put(row.getString(1), row.getString(2));
                }
            }
        }
        for (String other : List.copyOf(leftovers.keySet())) {
            if (holder(connection, other).isPresent()) {
                leftovers.remove(other);
            }
        }
        return leftovers;
    }

    /** Says that another import's unfinished table has been dropped. */
    public synchronized void dropped(String other) throws SQLException {
        update(connection, "DELETE FROM " + LedgerSchema.SHARDS + " WHERE import = ?", other);
        update(connection, "DELETE FROM " + LedgerSchema.UNLOGGED_SHARDS + " WHERE import = ?", other);
        update(connection, "UPDATE " + LedgerSchema.IMPORTS + " SET state = 'dropped', staging = NULL, relation = 0 WHERE id = ?", other);
    }

    /** Whether the table that a finished import has loaded is still there. */
    public synchronized boolean tableExists() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT EXISTS (SELECT FROM pg_class WHERE oid = ?::oid)")) {
            statement.setLong(1, record.relation());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Rows of every shard that is in the table, by its number. */
    public synchronized Map<Integer, Long> done() throws SQLException {
        return retrying(() -> {
            Map<Integer, Long> done = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT shard, rows FROM " + record.shardTable() + " WHERE import = ? AND state = 'done'")) {
                statement.setString(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        done.put(row.getInt(1), row.getLong(2));
                    }
                }
            }
            return done;
        });
    }

    @Override
    public synchronized boolean startShard(int shard, long firstRow, int attempt) throws SQLException {
        return retrying(() -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + record.shardTable()
                    + " AS s (import, shard, state, first_row, rows, attempts) VALUES (?, ?, 'running', ?, 0, ?)"
                    + " ON CONFLICT (import, shard) DO UPDATE SET state = 'running', rows = 0, attempts = excluded.attempts,"
                    + " begun_at = clock_timestamp(), ended_at = NULL, message = NULL WHERE s.state <> 'done'")) {
                statement.setString(1, id);
                statement.setInt(2, shard);
                statement.setLong(3, firstRow);
                statement.setInt(4, attempt);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean finishShard(Connection work, int shard, long rows) throws SQLException {
        try (PreparedStatement statement = work.prepareStatement("UPDATE " + shardTable()
                + " SET state = 'done', rows = ?, ended_at = clock_timestamp() WHERE import = ? AND shard = ? AND state <> 'done'")) {
            statement.setLong(1, rows);
            statement.setString(2, id);
            statement.setInt(3, shard);
            return statement.executeUpdate() == 1;
        }
    }

    private synchronized String shardTable() {
        return record.shardTable();
    }

    @Override
    public synchronized void failShard(int shard, String message) throws SQLException {
        retrying(() -> {
            try (PreparedStatement statement = connection.prepareStatement("UPDATE " + record.shardTable()
                    + " SET state = 'failed', rows = 0, ended_at = clock_timestamp(), message = ?"
                    + " WHERE import = ? AND shard = ? AND state <> 'done'")) {
                statement.setString(1, message);
                statement.setString(2, id);
                statement.setInt(3, shard);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public synchronized void forgetShard(int shard) throws SQLException {
        retrying(() -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "DELETE FROM " + record.shardTable() + " WHERE import = ? AND shard = ? AND state <> 'done'")) {
                statement.setString(1, id);
                statement.setInt(2, shard);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public synchronized void tell(Map<Integer, Long> sent) throws SQLException {
        retrying(() -> {
            Integer[] shards = sent.keySet().toArray(Integer[]::new);
            Long[] rows = sent.values().toArray(Long[]::new);
            try (PreparedStatement statement = connection.prepareStatement("UPDATE " + record.shardTable() + " AS s SET rows = v.rows"
                    + " FROM unnest(?, ?) AS v(shard, rows) WHERE s.import = ? AND s.shard = v.shard AND s.state = 'running'")) {
                statement.setArray(1, connection.createArrayOf("int4", shards));
                statement.setArray(2, connection.createArrayOf("int8", rows));
                statement.setString(3, id);
                statement.executeUpdate();
            }
            return update(connection, "UPDATE " + LedgerSchema.IMPORTS + " SET seen_at = clock_timestamp() WHERE id = ?", id);
        });
    }

    @Override
    public synchronized void end(ImportState state, String message) throws SQLException {
        retrying(() -> {
            update(connection, "DELETE FROM " + record.shardTable() + " WHERE import = ? AND state = 'running'", id);
            try (PreparedStatement statement = connection.prepareStatement("UPDATE " + LedgerSchema.IMPORTS
                    + " SET state = ?, message = ?, ended_at = clock_timestamp(), seen_at = clock_timestamp() WHERE id = ?")) {
                statement.setString(1, state.toString());
                statement.setString(2, message);
                statement.setString(3, id);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void finish(Connection work, long relation) throws SQLException {
        try (PreparedStatement statement = work.prepareStatement("UPDATE " + LedgerSchema.IMPORTS
                + " SET state = 'finished', message = NULL, staging = NULL, relation = ?::oid, ended_at = clock_timestamp(),"
                + " seen_at = clock_timestamp() WHERE id = ?")) {
            statement.setLong(1, relation);
            statement.setString(2, id);
            statement.executeUpdate();
        }
    }

    /** Says that the import has no table of its own any more. */
    public synchronized void forgetStaging() throws SQLException {
        retrying(() -> update(connection,
                "UPDATE " + LedgerSchema.IMPORTS + " SET staging = NULL, relation = 0 WHERE id = ?", id));
    }

    @Override
    public synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // The server ends the session, and with it the lock.
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws SQLException;
    }

    /** The connection may have been lost while nobody looked; a new one takes the lock again. */
    private <T> T retrying(Call<T> call) throws SQLException {
        try {
            return call.run();
        } catch (SQLException e) {
            if (lost(e)) {
                close();
                connect();
            } else if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
            return call.run();
        }
    }

    private boolean lost(SQLException failure) throws SQLException {
        String state = String.valueOf(failure.getSQLState());
        return connection.isClosed() || state.startsWith("08") || state.startsWith("57P");
    }

    private static int update(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            return statement.executeUpdate();
        }
    }
}
