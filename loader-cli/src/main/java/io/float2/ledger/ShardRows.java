package io.float2.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Reading and writing an import's rows of {@code load_shard}. A row that says done is never changed. */
final class ShardRows {

    private ShardRows() {}

    /** Rows of every shard that is in the table, by its number. */
    static Map<Integer, Long> done(Connection connection, ImportRecord record) throws SQLException {
        Map<Integer, Long> done = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT shard, rows FROM " + record.shardTable() + " WHERE import = ? AND state = 'done'")) {
            statement.setString(1, record.id());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    done.put(row.getInt(1), row.getLong(2));
                }
            }
        }
        return done;
    }

    /** Returns false when the shard is in the table already. */
    static boolean start(Connection connection, ImportRecord record, int shard, long firstRow, int attempt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + record.shardTable()
                + " AS s (import, shard, state, first_row, rows, attempts) VALUES (?, ?, 'running', ?, 0, ?)"
                + " ON CONFLICT (import, shard) DO UPDATE SET state = 'running', rows = 0, attempts = excluded.attempts,"
                + " begun_at = clock_timestamp(), ended_at = NULL, message = NULL WHERE s.state <> 'done'")) {
            statement.setString(1, record.id());
            statement.setInt(2, shard);
            statement.setLong(3, firstRow);
            statement.setInt(4, attempt);
            return statement.executeUpdate() == 1;
        }
    }

    /** Returns false when the shard is in the table already, or nobody's. */
    static boolean finish(Connection work, ImportRecord record, int shard, long rows) throws SQLException {
        try (PreparedStatement statement = work.prepareStatement("UPDATE " + record.shardTable()
                + " SET state = 'done', rows = ?, ended_at = clock_timestamp() WHERE import = ? AND shard = ? AND state <> 'done'")) {
            statement.setLong(1, rows);
            statement.setString(2, record.id());
            statement.setInt(3, shard);
            return statement.executeUpdate() == 1;
        }
    }

    static int fail(Connection connection, ImportRecord record, int shard, String message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + record.shardTable()
                + " SET state = 'failed', rows = 0, ended_at = clock_timestamp(), message = ?"
                + " WHERE import = ? AND shard = ? AND state <> 'done'")) {
            statement.setString(1, message);
            statement.setString(2, record.id());
            statement.setInt(3, shard);
            return statement.executeUpdate();
        }
    }

    static int forget(Connection connection, ImportRecord record, int shard) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM " + record.shardTable() + " WHERE import = ? AND shard = ? AND state <> 'done'")) {
            statement.setString(1, record.id());
            statement.setInt(2, shard);
            return statement.executeUpdate();
        }
    }

    /** Forgets the shards that were on their way. */
    static int forgetRunning(Connection connection, ImportRecord record) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM " + record.shardTable() + " WHERE import = ? AND state = 'running'")) {
            statement.setString(1, record.id());
            return statement.executeUpdate();
        }
    }

    /** @param sent rows of the running shards, by their numbers */
    static void tell(Connection connection, ImportRecord record, Map<Integer, Long> sent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + record.shardTable() + " AS s SET rows = v.rows"
                + " FROM unnest(?, ?) AS v(shard, rows) WHERE s.import = ? AND s.shard = v.shard AND s.state = 'running'")) {
            statement.setArray(1, connection.createArrayOf("int4", sent.keySet().toArray(Integer[]::new)));
            statement.setArray(2, connection.createArrayOf("int8", sent.values().toArray(Long[]::new)));
            statement.setString(3, record.id());
            statement.executeUpdate();
        }
    }
}
