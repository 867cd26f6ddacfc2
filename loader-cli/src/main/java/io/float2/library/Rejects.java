package io.float2.library;

import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The pictures that imports could not read. */
public final class Rejects {

    private Rejects() {}

    /**
     * One of them.
     *
     * @param entry its number in the list of the source, counted from 0
     * @param name what the source calls it
     */
    public record Reject(long importId, int shard, long entry, String name, String reason) {}

    /** The rejects of an import in the order of its list. */
    public static List<Reject> of(ConnectionSource connections, long id, long most) throws SQLException {
        List<Reject> rejects = new ArrayList<>();
        try (Connection connection = Library.open(connections);
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT shard, entry, name, reason FROM image_library.reject WHERE import = ? ORDER BY entry LIMIT ?")) {
            statement.setLong(1, id);
            statement.setLong(2, most);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rejects.add(new Reject(id, row.getInt(1), row.getLong(2), row.getString(3), row.getString(4)));
                }
            }
        }
        return rejects;
    }
}
