package io.float2.bench;

import io.float2.connect.ConnectionTarget;
import io.float2.progress.Progress;
import io.float2.sql.Identifier;
import io.float2.sql.ServerCall;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** Builds both indexes in turn. */
final class AnnBuilds {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Starts each build with the same memory: neither pays for what the other wrote. A user without the right to it goes without. */
    private static final String CHECKPOINT = "CHECKPOINT";

    private static final String NOT_ALLOWED = "42501";

    private final AnnBenchPlan plan;
    private final ScratchSchema schema;
    private final ConnectionTarget target;
    private final Progress progress;

    AnnBuilds(AnnBenchPlan plan, ScratchSchema schema, ConnectionTarget target, Progress progress) {
        this.plan = plan;
        this.schema = schema;
        this.target = target;
        this.progress = progress;
    }

    /** Builds A B A B …, and leaves the last two there. */
    List<AnnBenchReport.Build> run(int dimension) throws SQLException, InterruptedException {
        progress.phase("build", "indexes", 2L * plan.pairs());
        List<AnnBenchReport.Build> builds = new ArrayList<>();
        try (Connection connection = target.open()) {
            prepare(connection);
            for (int pair = 1; pair <= plan.pairs(); pair++) {
                for (Side side : Side.values()) {
                    builds.add(build(connection, side, dimension, pair));
                    progress.advance(1, 0);
                }
            }
        }
        progress.done();
        return builds;
    }

    private void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            if (plan.memory() != null) {
                statement.execute("SET maintenance_work_mem = " + Sql.literal(plan.memory()));
            }
            for (Side side : Side.values()) {
                // Both tables come from memory, whichever is first.
                statement.execute("SELECT count(vector) FROM " + side.table(schema).quoted());
            }
        }
    }

    private AnnBenchReport.Build build(Connection connection, Side side, int dimension, int pair)
            throws SQLException, InterruptedException {
        GraphMemorySampler memory =
                new GraphMemorySampler(target.isLocal(), connection.unwrap(PGConnection.class).getBackendPID());
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP INDEX IF EXISTS " + side.indexName(schema).quoted());
            checkpoint(statement);
            String sql = "CREATE INDEX " + Identifier.quote(side.indexName(schema).name()) + " ON " + side.table(schema).quoted() + " "
                    + side.index(dimension, plan.m(), plan.efConstruction());
            long startedAt = System.nanoTime();
            ServerCall.run(connection, () -> statement.execute(sql), LOOK, memory::look);
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            long bytes = Sql.number(connection, "SELECT pg_relation_size(" + Sql.literal(side.indexName(schema).quoted()) + ")");
            return new AnnBenchReport.Build(side.label(), pair, seconds, bytes, memory.peak());
        }
    }

    private static void checkpoint(Statement statement) throws SQLException {
        try {
            statement.execute(CHECKPOINT);
        } catch (SQLException e) {
            if (!NOT_ALLOWED.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
