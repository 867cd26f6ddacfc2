package io.float2.search;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Compares all rows. */
final class ExactTruth implements Truth {

    private final NearestSession session;
    private final List<Double> seconds = new ArrayList<>();

    /** @param session switched to comparing all rows from here on */
    ExactTruth(NearestSession session) throws SQLException {
        this.session = session;
        session.compareAll(true);
    }

    @Override
    public Reach of(QueryFile.Query query) throws SQLException {
        SearchResult result = session.run(query.vector());
        seconds.add(result.seconds());
        int found = result.rows().size();
        return new Reach(found, found == 0 ? 0 : result.distance(found - 1));
    }

    Latency latency() {
        return Latency.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    public String source() {
        return "comparison with all rows";
    }

    @Override
    public void close() {
        // The session belongs to the caller.
    }
}
