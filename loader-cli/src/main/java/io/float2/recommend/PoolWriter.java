package io.float2.recommend;

import io.float2.progress.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills one pool with made-up videos, in one transaction. */
final class PoolWriter {

    private static final int MAX_SCORE = 10;
    private static final int REPORT_EVERY = 10_000;

    private final DataPlan plan;
    private final Pool pool;
    private final Progress progress;
    private final SplittableRandom random;
    private final int[] tags;

    PoolWriter(DataPlan plan, Pool pool, Progress progress) {
        this.plan = plan;
        this.pool = pool;
        this.progress = progress;
        random = new SplittableRandom(plan.seed() * 31 + pool.ordinal());
        tags = new int[plan.tags() + 1];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = i;
        }
    }

    void write(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE " + pool.table());
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(pool.copyStatement());
        try {
            TextRows rows = new TextRows(copy);
            long first = 1 + pool.ordinal() * plan.videos();
            for (long i = 0; i < plan.videos(); i++) {
                writeVideo(rows, first + i);
                if ((i + 1) % REPORT_EVERY == 0 || i + 1 == plan.videos()) {
                    progress.advance((i % REPORT_EVERY + 1) * plan.tagsPerVideo(), 0);
                }
            }
            rows.flush();
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        connection.commit();
    }

    private void writeVideo(TextRows rows, long vid) throws SQLException {
        int regions = pool.regions(plan);
        int region = regions == 0 ? 0 : 1 + random.nextInt(regions);
        for (int t = 0; t < plan.tagsPerVideo(); t++) {
            if (regions > 0) {
                rows.put(region);
            }
            rows.put(vid).put(nextTag(t)).putDecimal(random.nextDouble() * MAX_SCORE).endRow();
        }
    }

    /** The t-th of different tags: a shuffle that goes only as far as it has to. */
    private int nextTag(int t) {
        int other = t + random.nextInt(tags.length - t);
        int tag = tags[other];
        tags[other] = tags[t];
        tags[t] = tag;
        return tag;
    }
}
