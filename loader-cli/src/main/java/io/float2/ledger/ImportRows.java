package io.float2.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reading and writing the rows of {@code load_import}. */
final class ImportRows {

    private static final String COLUMNS = "named, target, state, input, shard_rows, total_rows, relation::int8, staging, unlogged";

    private ImportRows() {}

    static Optional<ImportRecord> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM " + LedgerSchema.IMPORTS + " WHERE id = ?")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row, id)) : Optional.empty();
            }
        }
    }

    /** Whether any shard of the import is in its table. */
    static boolean hasShards(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT EXISTS (SELECT FROM " + LedgerSchema.SHARDS
                + " WHERE import = ?) OR EXISTS (SELECT FROM " + LedgerSchema.UNLOGGED_SHARDS + " WHERE import = ?)")) {
            statement.setString(1, id);
            statement.setString(2, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static ImportRecord read(ResultSet row, String id) throws SQLException {
        long total = row.getLong(6);
        if (row.wasNull()) {
            total = ImportRecord.UNKNOWN;
        }
        List<String> input = List.of((String[]) row.getArray(4).getArray());
        return new ImportRecord(id, row.getBoolean(1), row.getString(2), ImportState.parse(row.getString(3)), input, row.getLong(5),
                total, row.getLong(7), row.getString(8), row.getBoolean(9));
    }

    static void write(Connection connection, ImportRecord record) throws SQLException {
        String shards = record.shardTable();
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + LedgerSchema.IMPORTS
                + " (id, named, target, state, input, shard_rows, total_rows, relation, staging, unlogged)"
                + " VALUES (?, ?, ?, 'running', ?, ?, ?, ?::oid, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET named = excluded.named, target = excluded.target, state = 'running',"
                + " input = excluded.input, shard_rows = excluded.shard_rows, total_rows = excluded.total_rows,"
                + " relation = excluded.relation, staging = excluded.staging, unlogged = excluded.unlogged,"
                + " run_begun_at = clock_timestamp(), seen_at = clock_timestamp(), ended_at = NULL, message = NULL,"
                + " run_begun_with = (SELECT coalesce(sum(rows), 0) FROM " + shards + " WHERE import = excluded.id AND state = 'done')")) {
            Array input = connection.createArrayOf("text", record.input().toArray());
            statement.setString(1, record.id());
            statement.setBoolean(2, record.named());
            statement.setString(3, record.target());
            statement.setArray(4, input);
            statement.setLong(5, record.shardRows());
            if (record.totalRows() == ImportRecord.UNKNOWN) {
                statement.setNull(6, Types.BIGINT);
            } else {
                statement.setLong(6, record.totalRows());
            }
            statement.setLong(7, record.relation());
            statement.setString(8, record.staging());
            statement.setBoolean(9, record.unlogged());
            statement.executeUpdate();
        }
        // Shards that a killed command was at are nobody's now.
        for (String table : List.of(LedgerSchema.SHARDS, LedgerSchema.UNLOGGED_SHARDS)) {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table + " WHERE state <> 'done' AND import = ?")) {
                statement.setString(1, record.id());
                statement.executeUpdate();
            }
        }
    }

    /** Forgets imports without a name of the user's that have long been finished, but not the one at hand. */
    static void prune(Connection connection, String id) throws SQLException {
        update(connection, "DELETE FROM " + LedgerSchema.IMPORTS
                + " WHERE NOT named AND state = 'finished' AND ended_at < clock_timestamp() - interval '30 days' AND id <> ?", id);
    }

    /** Other imports into a table that have one of their own, as id to that table's name. */
    static Map<String, String> leftovers(Connection connection, String target, String id) throws SQLException {
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
        return leftovers;
    }

    /** Says that an import's own table has been dropped. */
    static void dropped(Connection connection, String id) throws SQLException {
        update(connection, "DELETE FROM " + LedgerSchema.SHARDS + " WHERE import = ?", id);
        update(connection, "DELETE FROM " + LedgerSchema.UNLOGGED_SHARDS + " WHERE import = ?", id);
        update(connection, "UPDATE " + LedgerSchema.IMPORTS + " SET state = 'dropped', staging = NULL, relation = 0 WHERE id = ?", id);
    }

    static boolean tableExists(Connection connection, ImportRecord record) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT EXISTS (SELECT FROM pg_class WHERE oid = ?::oid)")) {
            statement.setLong(1, record.relation());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Says that a command is still at work. */
    static int seen(Connection connection, String id) throws SQLException {
        return update(connection, "UPDATE " + LedgerSchema.IMPORTS + " SET seen_at = clock_timestamp() WHERE id = ?", id);
    }

    static int end(Connection connection, String id, ImportState state, String message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + LedgerSchema.IMPORTS
                + " SET state = ?, message = ?, ended_at = clock_timestamp(), seen_at = clock_timestamp() WHERE id = ?")) {
            statement.setString(1, state.toString());
            statement.setString(2, message);
            statement.setString(3, id);
            return statement.executeUpdate();
        }
    }

    static void finish(Connection work, String id, long relation) throws SQLException {
        try (PreparedStatement statement = work.prepareStatement("UPDATE " + LedgerSchema.IMPORTS
                + " SET state = 'finished', message = NULL, staging = NULL, relation = ?::oid, ended_at = clock_timestamp(),"
                + " seen_at = clock_timestamp() WHERE id = ?")) {
            statement.setLong(1, relation);
            statement.setString(2, id);
            statement.executeUpdate();
        }
    }

    static int forgetStaging(Connection connection, String id) throws SQLException {
        return update(connection, "UPDATE " + LedgerSchema.IMPORTS + " SET staging = NULL, relation = 0 WHERE id = ?", id);
    }

    private static int update(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            return statement.executeUpdate();
        }
    }
}
