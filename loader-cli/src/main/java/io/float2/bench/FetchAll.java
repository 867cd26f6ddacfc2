package io.float2.bench;

import io.float2.bench.split.Nearest;
import io.float2.kernel.Float2;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The database has the vectors as bytes: all rows that pass are fetched and compared here. */
final class FetchAll implements SearchWay {

    private static final int FETCH_SIZE = 1000;

    private final Connection database;
    private final BenchData data;
    private final int k;
    private final PreparedStatement fetch;

    FetchAll(Connection database, HybridFilter filter, int k, BenchData data) throws SQLException {
        this.database = database;
        this.data = data;
        this.k = k;
        fetch = database.prepareStatement("SELECT id, sensor, distance, case_id, label, vector FROM items_with_vectors" + filter.where());
        fetch.setFetchSize(FETCH_SIZE);
    }

    @Override
    public String name() {
        return "fetch all";
    }

    @Override
    public List<String> settings() {
        return List.of("");
    }

    @Override
    public void set(String setting) {
        // There is one way to do it.
    }

    @Override
    public int search(int query, int[] found) throws SQLException {
        short[] wanted = data.queries()[query];
        short[] vector = new short[wanted.length];
        Nearest nearest = new Nearest(k);
        try (ResultSet row = fetch.executeQuery()) {
            while (row.next()) {
                ByteBuffer.wrap(row.getBytes(6)).asShortBuffer().get(vector);
                nearest.offer(row.getInt(1), Float2.l2SquaredDistance(vector, wanted));
            }
        }
        int[] numbers = nearest.numbers();
        System.arraycopy(numbers, 0, found, 0, numbers.length);
        return numbers.length;
    }

    @Override
    public String plan() {
        return "MariaDB gives the rows with their vectors, the application compares them";
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
