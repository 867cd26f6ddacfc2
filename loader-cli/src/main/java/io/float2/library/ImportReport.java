package io.float2.library;

import io.float2.task.TriggerStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * How far an import is, or what became of it.
 *
 * @param id of the import
 * @param state of its trigger record: ready, running, stopping, failed, stopped or succeeded
 * @param business for whom it is; null until the source is listed
 * @param source what it reads; null until then
 * @param pictures length of the source's list; -1 until then
 * @param shards number of shards
 * @param staged pictures that are read
 * @param written shards that are in the library with all attributes
 * @param assets different pictures in it; -1: not counted
 * @param rejects pictures that could not be read, or only without their vector
 * @param seconds that the caller has waited
 * @param failures instances that failed
 */
public record ImportReport(long id, String state, String business, String source, long pictures, long shards, long staged, long written,
        long assets, long rejects, double seconds, List<Failure> failures) {

    /** An instance that failed, and why. */
    public record Failure(String instance, String error) {}

    private static final String READ = """
            SELECT i.business, i.source, i.pictures, count(s.shard), coalesce(sum(CASE WHEN i.finished_at IS NULL THEN s.staged ELSE s.past END - s.first), 0),
                   count(s.attributes_at), (SELECT count(*) FROM image_library.reject AS r WHERE r.import = i.id)
              FROM image_library.import AS i LEFT JOIN image_library.import_shard AS s ON s.import = i.id WHERE i.id = ? GROUP BY i.id""";

    static ImportReport read(Connection connection, long id, TriggerStatus status, double seconds, List<Failure> failures) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return new ImportReport(id, status.state(), null, null, -1, 0, 0, 0, -1, 0, seconds, failures);
                }
                return new ImportReport(id, status.state(), row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5),
                        row.getLong(6), -1, row.getLong(7), seconds, failures);
            }
        }
    }

    /** The same with the number of different pictures, which takes a look at all of them. */
    static ImportReport complete(Connection connection, long id, TriggerStatus status, double seconds, List<Failure> failures) throws SQLException {
        ImportReport report = read(connection, id, status, seconds, failures);
        long assets = Library.number(connection, "SELECT count(DISTINCT key) FROM image_library.location WHERE import = ?", id);
        return new ImportReport(id, report.state, report.business, report.source, report.pictures, report.shards, report.staged, report.written,
                assets, report.rejects, seconds, failures);
    }

    /** Whether all of it is in the library. */
    public boolean succeeded() {
        return state.equals("succeeded");
    }
}
