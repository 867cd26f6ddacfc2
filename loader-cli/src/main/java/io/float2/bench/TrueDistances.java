package io.float2.bench;

import io.float2.kernel.Float2;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** How far away the k-th true neighbour of each query is; a row that is not farther is a true neighbour. */
final class TrueDistances {

    /** Sums in another order differ by less. */
    private static final double TOLERANCE = 1e-6;

    /** A query fewer than k rows can answer has a farthest neighbour as well. */
    private final double[] farthest;
    private final int[] neighbours;

    private TrueDistances(int queries) {
        farthest = new double[queries];
        neighbours = new int[queries];
    }

    /**
     * Compares all rows in the server, on several connections.
     *
     * @param queries table of the queries, numbered from 0
     * @param condition in SQL that every neighbour fulfils
     */
    static TrueDistances compareAll(ConnectionSource connections, TableName rows, TableName queries, int count, int k, String condition,
            int jobs, Progress progress) throws SQLException, InterruptedException {
        TrueDistances truth = new TrueDistances(count);
        progress.phase("compare all rows", "queries", count);
        AtomicInteger next = new AtomicInteger();
        Threads.run(jobs, job -> {
            try (Connection connection = connections.open(); Statement setting = connection.createStatement()) {
                setting.execute("SET enable_indexscan = off; SET max_parallel_workers_per_gather = 0");
                try (PreparedStatement exact = connection.prepareStatement("SELECT count(*), max(distance) FROM (SELECT vector <-> (SELECT "
                        + "vector FROM " + queries.quoted() + " WHERE id = ?) AS distance FROM " + rows.quoted() + " WHERE " + condition
                        + " ORDER BY distance LIMIT " + k + ") AS nearest")) {
                    for (int query = next.getAndIncrement(); query < count; query = next.getAndIncrement()) {
                        exact.setLong(1, query);
                        try (ResultSet row = exact.executeQuery()) {
                            row.next();
                            truth.neighbours[query] = row.getInt(1);
                            truth.farthest[query] = row.getDouble(2);
                        }
                        progress.advance(1, 0);
                    }
                }
            }
        });
        progress.done();
        return truth;
    }

    /** True neighbours of a query, at most k. */
    int neighbours(int query) {
        return neighbours[query];
    }

    /** How many of the rows found are true neighbours. */
    int hits(BenchData data, int query, int[] found, int count) {
        double most = farthest[query] * (1 + TOLERANCE);
        int hits = 0;
        for (int i = 0; i < count; i++) {
            hits += Float2.l2Distance(data.base()[found[i]], data.queries()[query]) <= most ? 1 : 0;
        }
        return Math.min(hits, neighbours[query]);
    }
}
