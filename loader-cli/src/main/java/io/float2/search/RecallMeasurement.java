package io.float2.search;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Measures how many of the true nearest rows a search finds, and how long it takes. */
public final class RecallMeasurement {

    /** Queries run before the measurement, so that it does not pay for what only the first ones need. */
    private static final int WARM_UP = 20;

    /**
     * A distance in a file was computed elsewhere, in another order of summation; the server's own agree with each other within this
     * as well.
     */
    private static final double TOLERANCE = 1e-6;

    private final RecallPlan plan;
    private final NearestSession session;
    private final Progress progress;

    private RecallMeasurement(RecallPlan plan, NearestSession session, Progress progress) {
        this.plan = plan;
        this.session = session;
        this.progress = progress;
    }

    /**
     * Carries a measurement out on one connection, one query after the other.
     *
     * @throws UserException when a file, the table or the plan is at fault
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static RecallReport measure(RecallPlan plan, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        try (NearestSession session = NearestSession.open(connections, plan.search(), false, SearchPlan.DEFAULT)) {
            RecallMeasurement measurement = new RecallMeasurement(plan, session, progress);
            return measurement.measure(measurement.queries());
        }
    }

    /** The same with queries that come from elsewhere, against all rows. */
    static RecallReport measure(SearchPlan search, List<QueryFile.Query> queries, NearestSession session, Progress progress)
            throws SQLException, InterruptedException {
        return new RecallMeasurement(RecallPlan.of(search, null), session, progress).measure(queries);
    }

    private RecallReport measure(List<QueryFile.Query> queries) throws SQLException, InterruptedException {
        QueryPlan queryPlan = session.plan(queries.get(0).vector());
        for (QueryFile.Query query : queries.subList(0, Math.min(WARM_UP, queries.size()))) {
            session.run(query.vector());
        }
        progress.phase("search", "queries", queries.size());
        double[] seconds = new double[queries.size()];
        List<double[]> found = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            SearchResult result = session.run(queries.get(i).vector());
            seconds[i] = result.seconds();
            found.add(distances(result));
            step();
        }
        progress.done();
        return compare(queries, found, queryPlan, Latency.of(seconds));
    }

    private List<QueryFile.Query> queries() {
        try (QueryFile file = QueryFile.open(plan.queries(), plan.format(), null)) {
            List<QueryFile.Query> queries = file.sample(plan.sample());
            session.checkLength(queries.get(0).vector(), plan.queries().toString());
            return queries;
        }
    }

    private RecallReport compare(List<QueryFile.Query> queries, List<double[]> found, QueryPlan queryPlan, Latency latency)
            throws SQLException, InterruptedException {
        try (Truth truth = plan.truth() == null ? new ExactTruth(session) : TruthFile.open(plan.truth(), session, plan.search())) {
            progress.phase("compare", "queries", queries.size());
            List<int[]> counts = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                Truth.Reach reach = truth.of(queries.get(i));
                if (reach.neighbours() > 0) {
                    counts.add(new int[] {hits(found.get(i), reach), reach.neighbours()});
                }
                step();
            }
            progress.done();
            if (counts.isEmpty()) {
                throw new UserException("no query has a neighbour: " + session.column().displayName() + " has no vector"
                        + (plan.search().where() == null ? "" : " that fulfils " + plan.search().where()));
            }
            RecallEstimate estimate = RecallEstimate.of(
                    counts.stream().mapToInt(c -> c[0]).toArray(), counts.stream().mapToInt(c -> c[1]).toArray());
            return new RecallReport(session.column().table().displayName(), session.column().column().name(), plan.search().k(),
                    counts.size(), estimate.recall(), estimate.low(), estimate.high(), estimate.method(),
                    session.effectiveEfSearch(), session.isIterative(), queryPlan.orderingIndexes(), queryPlan.description(), latency,
                    truth instanceof ExactTruth exact ? exact.latency() : null, truth.source());
        }
    }

    private static int hits(double[] distances, Truth.Reach reach) {
        double most = reach.distance() + TOLERANCE * Math.abs(reach.distance());
        int hits = 0;
        for (double distance : distances) {
            hits += distance <= most ? 1 : 0;
        }
        return Math.min(hits, reach.neighbours());
    }

    private static double[] distances(SearchResult result) {
        double[] distances = new double[result.rows().size()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = result.distance(i);
        }
        return distances;
    }

    private void step() throws InterruptedException {
        progress.advance(1, 0);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
