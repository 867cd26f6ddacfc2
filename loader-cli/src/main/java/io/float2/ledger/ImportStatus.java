package io.float2.ledger;

import io.float2.UserException;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an import is, as anybody may see it while it runs or later.
 *
 * @param state of the ledger; {@code killed} when it says running and no command is at work on it
 * @param serverProcess that holds the lock of the command at work; 0 when there is none
 * @param rows in the table, and on their way in running shards
 * @param totalRows null when the files do not tell
 * @param shards how many there are; null when the files do not tell
 * @param waiting shards that nobody has begun; null when the files do not tell
 * @param seconds of the last run, to its end or to the last word of it
 * @param rowsPerSecond of the last run
 * @param secondsLeft at that rate; null when that cannot be told
 * @param begunAt when the first run began
 * @param message why the import is not finished, or null
 * @param unfinished shards that run or have failed
 */
public record ImportStatus(
        String id,
        String table,
        String state,
        int serverProcess,
        long rows,
        Long totalRows,
        Long shards,
        long done,
        long running,
        long failed,
        Long waiting,
        double seconds,
        double rowsPerSecond,
        Double secondsLeft,
        String begunAt,
        String message,
        List<ShardStatus> unfinished) {

    private static final String IMPORT = """
            SELECT i.*, extract(epoch FROM coalesce(i.ended_at, i.seen_at) - i.run_begun_at) AS seconds,
                   to_char(i.begun_at, 'YYYY-MM-DD HH24:MI:SS TZ') AS begun, s.*
              FROM float2_admin.load_import AS i,
                   LATERAL (SELECT count(*) FILTER (WHERE state = 'done') AS done,
                                   count(*) FILTER (WHERE state = 'running') AS running,
                                   count(*) FILTER (WHERE state = 'failed') AS failed,
                                   coalesce(sum(rows), 0) AS rows
                              FROM (SELECT import, state, rows FROM float2_admin.load_shard
                                     UNION ALL
                                    SELECT import, state, rows FROM float2_admin.load_shard_unlogged) AS both_kinds
                             WHERE import = i.id) AS s
             WHERE i.id = ?""";

    private static final String UNFINISHED = """
            SELECT shard, first_row + 1, rows, state, attempts, message
              FROM (SELECT * FROM float2_admin.load_shard UNION ALL SELECT * FROM float2_admin.load_shard_unlogged) AS both_kinds
             WHERE import = ? AND state <> 'done' ORDER BY shard""";

    /**
     * Looks an import up.
     *
     * @throws UserException when there is none of that id
     */
    public static ImportStatus read(Connection connection, String id) throws SQLException {
        if (LedgerSchema.exists(connection)) {
            int holder = ImportLock.holder(connection, id).orElse(0);
            List<ShardStatus> unfinished = unfinished(connection, id);
            try (PreparedStatement statement = connection.prepareStatement(IMPORT)) {
                statement.setString(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        return of(row, holder, unfinished);
                    }
                }
            }
        }
        throw new UserException("there is no import \"" + id + "\" in the database \"" + connection.getCatalog() + "\"");
    }

    private static List<ShardStatus> unfinished(Connection connection, String id) throws SQLException {
        List<ShardStatus> shards = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(UNFINISHED)) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    shards.add(new ShardStatus(row.getInt(1), row.getLong(2), row.getLong(3), row.getString(4), row.getInt(5),
                            row.getString(6)));
                }
            }
        }
        return List.copyOf(shards);
    }

    private static ImportStatus of(ResultSet row, int holder, List<ShardStatus> unfinished) throws SQLException {
        String state = row.getString("state");
        Long total = row.getObject("total_rows", Long.class);
        long rows = row.getLong("rows");
        long done = row.getLong("done");
        double seconds = row.getDouble("seconds");
        double rate = seconds > 0 ? (rows - row.getLong("run_begun_with")) / seconds : 0;
        Long shards = total == null ? null : ceilDivide(total, row.getLong("shard_rows"));
        boolean runs = state.equals("running") && holder != 0;
        // Those of a killed command are nobody's.
        List<ShardStatus> shown = runs ? unfinished : unfinished.stream().filter(s -> s.state().equals("failed")).toList();
        Double left = runs && total != null && rate > 0 ? Math.max(0, total - rows) / rate : null;
        return new ImportStatus(row.getString("id"), TableName.parse(row.getString("target")).toString(),
                state.equals("running") && holder == 0 ? "killed" : state, holder, rows, total, shards, done,
                runs ? row.getLong("running") : 0, row.getLong("failed"),
                shards == null ? null : Math.max(0, shards - done - shown.size()), seconds, rate, left, row.getString("begun"),
                row.getString("message"), shown);
    }

    private static long ceilDivide(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
