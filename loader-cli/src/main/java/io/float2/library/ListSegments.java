package io.float2.library;

import io.float2.picture.source.ListSegment;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

/** The segments of the lists of imports, in the database. */
final class ListSegments {

    /** A reader of a shard goes through the segments at both ends of it as well: a tenth of a shard each. */
    private static final long IN_SHARD = 10;

    private ListSegments() {}

    /** Most pictures in a segment of a list that is cut into shards of so many. */
    static long rows(long shardRows) {
        return Math.max(1, shardRows / IN_SHARD);
    }

    static void write(Connection connection, long id, List<ListSegment> segments) throws SQLException {
        CopyText text = new CopyText();
        for (ListSegment segment : segments) {
            text.field(id).field(segment.first()).field(segment.past()).field(segment.place()).field(segment.digest()).endRow();
        }
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY image_library.list_segment (import, first, past, place, digest) FROM STDIN",
                    new StringReader(text.toString()));
        } catch (IOException e) {
            throw new SQLException("the list could not be sent: " + e.getMessage(), PSQLState.CONNECTION_FAILURE.getState(), e);
        }
    }

    /** Those that have the pictures {@code from} to {@code to} (excluded); none of an import that an older program prepared. */
    static List<ListSegment> read(Connection connection, long id, long from, long to) throws SQLException {
        List<ListSegment> segments = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT first, past, place, digest FROM image_library.list_segment WHERE import = ? AND past > ? AND first < ? ORDER BY first")) {
            statement.setLong(1, id);
            statement.setLong(2, from);
            statement.setLong(3, to);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    segments.add(new ListSegment(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)));
                }
            }
        }
        return segments;
    }
}
