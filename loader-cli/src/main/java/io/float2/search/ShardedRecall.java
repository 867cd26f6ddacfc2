package io.float2.search;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.Metric;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Measures an index whose table is in shards on other servers, all shards together, from this side: the server's function would look at
 * the rows of its own server only.
 */
final class ShardedRecall {

    private final SampledRecallPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;

    ShardedRecall(SampledRecallPlan plan, ConnectionSource connections, Progress progress) {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Measures one index. The server chooses the index itself, so another one on the column may be in the way.
     *
     * @throws UserException when no query has a neighbour
     */
    SampledRecallReport.Measured measure(IndexCandidate index) throws SQLException, InterruptedException {
        Metric metric = Metric.ofOperatorClass(index.operatorClass())
                .orElseThrow(() -> new UserException("the index " + index.display() + " has operators that are not measured in shards: "
                        + index.operatorClass()));
        SearchPlan search = SearchPlan.in(plan.column()).metric(metric).k(plan.k()).efSearch(plan.efSearch()).where(condition(index)).build();
        try (NearestSession session = NearestSession.open(connections, search, false, plan.probes())) {
            List<QueryFile.Query> queries = sample(session, search);
            if (queries.isEmpty()) {
                return failed(index, "there are no vectors to be queries");
            }
            session.preferIndex();
            QueryPlan queryPlan = session.plan(queries.get(0).vector());
            if (!isBy(queryPlan, index)) {
                return failed(index, "the server does not search with it here: " + queryPlan.description());
            }
            RecallReport report = RecallMeasurement.measure(search, queries, session, progress);
            return new SampledRecallReport.Measured(index.display(), index.method(), index.predicate(), report.queries(), report.recall(),
                    report.low(), report.high(), times(report.approximate()), times(report.exact()), null);
        }
    }

    private String condition(IndexCandidate index) {
        if (index.predicate() == null) {
            return plan.where();
        }
        return plan.where() == null ? index.predicate() : "(" + index.predicate() + ") AND (" + plan.where() + "\n)";
    }

    /** Rows in an order that has nothing to do with the vectors, and is the same each time on however many nodes. */
    private List<QueryFile.Query> sample(NearestSession session, SearchPlan search) throws SQLException {
        String vector = session.column().quoted();
        String sql = "SELECT " + vector + "::float4[] FROM " + session.column().table().name().quoted() + " WHERE " + vector + " IS NOT NULL"
                + (search.where() == null ? "" : " AND (" + DriverText.escape(search.where()) + "\n)")
                + " ORDER BY hashtextextended(" + vector + "::text, 0) LIMIT " + plan.sample();
        List<QueryFile.Query> queries = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(sql); ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                queries.add(new QueryFile.Query(queries.size() + 1, floats(row.getArray(1))));
            }
        }
        return queries;
    }

    private static float[] floats(Array array) throws SQLException {
        Float[] values = (Float[]) array.getArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    /** Indexes of shards have the shard's number behind the name. */
    private static boolean isBy(QueryPlan queryPlan, IndexCandidate index) {
        return queryPlan.usesIndex() && queryPlan.orderingIndexes().stream().allMatch(
                name -> name.matches(Pattern.quote(index.name().name()) + "_[0-9]+"));
    }

    private static SampledRecallReport.Measured failed(IndexCandidate index, String why) {
        return new SampledRecallReport.Measured(index.display(), index.method(), index.predicate(), 0, 0, 0, 0, null, null, why);
    }

    private static SampledRecallReport.Times times(Latency latency) {
        return new SampledRecallReport.Times(latency.meanMillis(), latency.p50Millis(), latency.p95Millis());
    }
}
