package io.float2.bench;

import io.float2.bench.split.VectorClient;
import io.float2.kernel.Float2;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The split architecture: the database finds the rows that pass the filter, their numbers go to the vector process, which searches among
 * them, and the database gives the columns of what it found.
 */
final class SplitSearch implements SearchWay {

    private static final String COMPARE_ALL = "compare";

    private final Connection database;
    private final VectorClient vectors;
    private final BenchData data;
    private final int k;
    private final List<String> settings;
    /** Null without a filter. */
    private final String passingSql;
    /** Null without a filter. */
    private final PreparedStatement passing;
    private final PreparedStatement columns;
    private int[] numbers = new int[1024];
    private String setting;

    /** @param compare whether comparing all rows that pass is one of the settings */
    SplitSearch(Connection database, VectorClient vectors, HybridFilter filter, int k, List<Integer> candidates, boolean compare,
            BenchData data) throws SQLException {
        this.database = database;
        this.vectors = vectors;
        this.data = data;
        this.k = k;
        settings = new ArrayList<>();
        if (compare) {
            settings.add(COMPARE_ALL);
        }
        candidates.forEach(count -> settings.add(String.valueOf(count)));
        setting = settings.get(0);
        // The plan that MariaDB chose by itself was several times slower at a tenth of 1,000,000 rows.
        passingSql = filter.condition() == null ? null
                : "SELECT id FROM items FORCE INDEX (" + filter.key() + ")" + filter.where();
        passing = passingSql == null ? null : database.prepareStatement(passingSql);
        columns = database.prepareStatement("SELECT id, sensor, distance, case_id, label FROM items WHERE id IN ("
                + String.join(", ", Collections.nCopies(k, "?")) + ")");
    }

    @Override
    public String name() {
        return "split";
    }

    @Override
    public List<String> settings() {
        return settings;
    }

    @Override
    public void set(String value) {
        setting = value;
    }

    @Override
    public int search(int query, int[] found) throws SQLException, IOException {
        int candidates = setting.equals(COMPARE_ALL) ? 0 : Integer.parseInt(setting);
        int[] nearest = vectors.search(Float2.toFloat(data.queries()[query]), k, candidates, passing == null ? null : passing());
        System.arraycopy(nearest, 0, found, 0, nearest.length);
        fetchColumns(nearest);
        return nearest.length;
    }

    private int[] passing() throws SQLException {
        int count = 0;
        try (ResultSet row = passing.executeQuery()) {
            while (row.next()) {
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, 2 * count);
                }
                numbers[count++] = row.getInt(1);
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    private void fetchColumns(int[] nearest) throws SQLException {
        for (int i = 0; i < k; i++) {
            // No row has the number -1.
            columns.setInt(i + 1, i < nearest.length ? nearest[i] : -1);
        }
        try (ResultSet row = columns.executeQuery()) {
            while (row.next()) {
                Columns.read(row);
            }
        }
    }

    @Override
    public String plan() throws SQLException {
        boolean compares = setting.equals(COMPARE_ALL);
        return passing == null ? "vector process " + (compares ? "compares all" : "walks the graph") + ", MariaDB gives the columns"
                : "MariaDB gives the numbers (" + passingPlan() + "), vector process " + (compares ? "compares them" : "walks the graph")
                        + ", MariaDB gives the columns";
    }

    /** How MariaDB finds the numbers: kind of access, index, and what it says besides. */
    private String passingPlan() throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery("EXPLAIN " + passingSql)) {
            row.next();
            return row.getString("type") + " " + row.getString("key") + ": " + row.getString("Extra");
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        database.close();
        vectors.close();
    }
}
