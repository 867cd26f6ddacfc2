package io.float2.demo;

import io.float2.UserException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.postgresql.PGConnection;

/** Runs the sample's queries on one connection, one after the other. */
final class SearchRun {

    private static final int EXACT_QUERIES = 20;

    private final Connection connection;
    private final PhotoSample sample;
    private final String sql;
    private final int k;

    SearchRun(Connection connection, PhotoSample sample, String table, int k) {
        this.connection = connection;
        this.sample = sample;
        this.k = k;
        sql = "SELECT id FROM " + table + " ORDER BY vector <-> ?::float4[] LIMIT " + k;
    }

    SearchMeasurement measure(int efSearch) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET hnsw.ef_search = " + efSearch);
            // The exact search first: it warms the table, as building has warmed the index.
            statement.execute("SET enable_indexscan = off");
            // Another text, because the plan that the server keeps for it would serve the search with the index, too.
            Run exact = run("/* exact */ " + sql, EXACT_QUERIES);
            statement.execute("RESET enable_indexscan");
            requireIndex();
            run(sql, EXACT_QUERIES);
            Run indexed = run(sql, sample.queryCount());
            return new SearchMeasurement(sample.queryCount(), k, efSearch, indexed.recall(k), indexed.percentileMillis(0.5),
                    indexed.percentileMillis(0.99), 1e9 / Arrays.stream(indexed.nanos()).average().orElseThrow(),
                    exact.percentileMillis(0.5));
        }
    }

    /** Perfect recall by reading the whole table would say nothing about the index. */
    private void requireIndex() throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN (COSTS OFF) " + sql)) {
            explain.setArray(1, vector(0));
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        if (!plan.toString().contains("Index Scan")) {
            throw new UserException("the planner does not use the index: " + plan.toString().strip().replace("\n", "; "));
        }
    }

    private Run run(String query, int queries) throws SQLException {
        long[] nanos = new long[queries];
        long found = 0;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int number = 0; number < queries; number++) {
                Array vector = vector(number);
                long start = System.nanoTime();
                statement.setArray(1, vector);
                int[] ids = new int[k];
                int count = 0;
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ids[count++] = rows.getInt(1);
                    }
                }
                nanos[number] = System.nanoTime() - start;
                int judged = number;
                found += Arrays.stream(ids, 0, count).distinct().filter(id -> sample.isNeighbour(judged, id)).count();
            }
        }
        return new Run(nanos, found);
    }

    private Array vector(int query) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf("float4", sample.query(query));
    }

    private record Run(long[] nanos, long found) {

        double recall(int k) {
            return (double) found / ((long) k * nanos.length);
        }

        double percentileMillis(double part) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))] / 1e6;
        }
    }
}
