package io.float2.library.export;

import io.float2.sql.ConnectionSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of a parameterised view, read as whoever asks may read them. */
final class ViewRows {

    private static final int FETCH = 1000;
    private static final long MICROS = 1_000_000;

    private static final String COLUMNS = "key, business, size, width, height, format, uri, phash, dhash, ahash, embedding::float4[], "
            + "(extract(epoch FROM imported_at) * " + MICROS + ")::bigint, attributes::text";

    /** Takes rows one at a time. */
    @FunctionalInterface
    interface Taker {
        void take(ExportedPicture picture) throws Exception;
    }

    private final ConnectionSource connections;
    private final String view;
    private final Map<String, String> parameters;

    ViewRows(ConnectionSource connections, ExportPlan plan) {
        this.connections = connections;
        view = plan.view();
        parameters = plan.parameters();
    }

    /**
     * Last keys of the shards; all have the same number of rows, the last one what is left.
     *
     * @return empty when there are no rows
     */
    List<UUID> cut(long shardRows) throws SQLException {
        String sql = "SELECT key FROM (SELECT key, row_number() OVER (ORDER BY key) AS n, count(*) OVER () AS all FROM " + call()
                + ") AS r WHERE n % ? = 0 OR n = r.all ORDER BY key";
        List<UUID> last = new ArrayList<>();
        try (Connection connection = connections.open(); PreparedStatement statement = prepare(connection, sql, null, null)) {
            statement.setLong(parameters.size() + 3, shardRows);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    last.add(row.getObject(1, UUID.class));
                }
            }
        }
        return last;
    }

    /** Reads the rows from one key to another, both included, in their order. */
    void read(UUID from, UUID to, Taker taker) throws Exception {
        try (Connection connection = connections.open()) {
            // Rows come some at a time only within a transaction.
            connection.setAutoCommit(false);
            try (PreparedStatement statement = prepare(connection, "SELECT " + COLUMNS + " FROM " + call() + " ORDER BY key", from, to)) {
                statement.setFetchSize(FETCH);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        taker.take(picture(row));
                    }
                }
            }
            connection.commit();
        }
    }

    private String call() {
        StringBuilder call = new StringBuilder("image_library_view.").append(view).append('(');
        parameters.keySet().forEach(name -> call.append('"').append(name).append("\" => ?, "));
        return call.append("from_key => ?, to_key => ?)").toString();
    }

    private PreparedStatement prepare(Connection connection, String sql, UUID from, UUID to) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        int place = 1;
        for (String value : parameters.values()) {
            // Without a type: the view knows it.
            statement.setObject(place++, value, Types.OTHER);
        }
        statement.setObject(place++, from, Types.OTHER);
        statement.setObject(place, to, Types.OTHER);
        return statement;
    }

    private static ExportedPicture picture(ResultSet row) throws SQLException {
        int column = 1;
        return new ExportedPicture(row.getObject(column++, UUID.class), row.getString(column++), row.getLong(column++), row.getInt(column++),
                row.getInt(column++), row.getString(column++), row.getString(column++), whole(row, column++), whole(row, column++), whole(row, column++),
                floats(row, column++), row.getLong(column++), row.getString(column));
    }

    private static Long whole(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static float[] floats(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        Float[] values = (Float[]) array.getArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i] == null ? Float.NaN : values[i];
        }
        return floats;
    }
}
