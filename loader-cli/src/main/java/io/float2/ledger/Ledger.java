package io.float2.ledger;

import io.float2.UserException;
import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
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

    private void connect() throws SQLException {
        connection = connections.open();
        try {
            if (!ImportLock.take(connection, id)) {
                Optional<Integer> holder = ImportLock.holder(connection, id);
                throw new UserException("the import \"" + id + "\" is being loaded by another command"
                        + holder.map(pid -> ", whose server process is " + pid).orElse("")
                        + "; --status \"" + id + "\" shows how far it is");
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
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
        ImportRows.prune(connection, id);
    }

    /** Unfinished imports into the same table that left a table of their own, as id to that table's name; running ones are left out. */
    public synchronized Map<String, String> leftovers(String target) throws SQLException {
        Map<String, String> leftovers = ImportRows.leftovers(connection, target, id);
        for (String other : List.copyOf(leftovers.keySet())) {
            if (ImportLock.holder(connection, other).isPresent()) {
                leftovers.remove(other);
            }
        }
        return leftovers;
    }

    /** Says that another import's unfinished table has been dropped. */
    public synchronized void dropped(String other) throws SQLException {
        ImportRows.dropped(connection, other);
    }

    /** Whether the table that a finished import has loaded is still there. */
    public synchronized boolean tableExists() throws SQLException {
        return ImportRows.tableExists(connection, record);
    }

    /** Rows of every shard that is in the table, by its number. */
    public synchronized Map<Integer, Long> done() throws SQLException {
        return retrying(() -> ShardRows.done(connection, record));
    }

    @Override
    public synchronized boolean startShard(int shard, long firstRow, int attempt) throws SQLException {
        return retrying(() -> ShardRows.start(connection, record, shard, firstRow, attempt));
    }

    @Override
    public boolean finishShard(Connection work, int shard, long rows) throws SQLException {
        return ShardRows.finish(work, record(), shard, rows);
    }

    /** The connection may be at work for another thread meanwhile. */
    private synchronized ImportRecord record() {
        return record;
    }

    @Override
    public synchronized void failShard(int shard, String message) throws SQLException {
        retrying(() -> ShardRows.fail(connection, record, shard, message));
    }

    @Override
    public synchronized void forgetShard(int shard) throws SQLException {
        retrying(() -> ShardRows.forget(connection, record, shard));
    }

    @Override
    public synchronized void tell(Map<Integer, Long> sent) throws SQLException {
        retrying(() -> {
            ShardRows.tell(connection, record, sent);
            return ImportRows.seen(connection, id);
        });
    }

    @Override
    public synchronized void end(ImportState state, String message) throws SQLException {
        retrying(() -> {
            ShardRows.forgetRunning(connection, record);
            return ImportRows.end(connection, id, state, message);
        });
    }

    @Override
    public void finish(Connection work, long relation) throws SQLException {
        ImportRows.finish(work, id, relation);
    }

    /** Says that the import has no table of its own any more. */
    public synchronized void forgetStaging() throws SQLException {
        retrying(() -> ImportRows.forgetStaging(connection, id));
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
}
