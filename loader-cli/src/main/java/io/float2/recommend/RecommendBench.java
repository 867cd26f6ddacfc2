package io.float2.recommend;

import io.float2.UserException;
import io.float2.bench.Plot;
import io.float2.bench.ScratchDirectory;
import io.float2.connect.ConnectionTarget;
import io.float2.connect.ReadConnections;
import io.float2.progress.Progress;
import io.float2.sql.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Measures the recommender against the statement before it, on the same data, in alternation. */
public final class RecommendBench {

    private static final String OURS = """
            \\set uid random(1, :users)
            \\set mod random(0, :parts - 1)
            SELECT * FROM recommend.recommend(:uid, :mod);
            """;
    private static final String MARK_READ = """
            \\set uid random(1, :users)
            SELECT recommend.mark_read(:uid, ARRAY(SELECT 1 + floor(random() * :videos)::bigint FROM generate_series(1, 100)));
            """;

    private final BenchPlan plan;
    private final ConnectionTarget target;
    private final ReadConnections reads;
    private final Progress progress;

    private RecommendBench(BenchPlan plan, ConnectionTarget target, ReadConnections reads, Progress progress) {
        this.plan = plan;
        this.target = target;
        this.reads = reads;
        this.progress = progress;
    }

    /**
     * Copies the users for the statement, compares answers, runs both sides in turn. Marks videos as read.
     *
     * @param reads where the requests that are measured go
     * @throws UserException when there are no data, or when an answer is not the same
     */
    public static BenchReport run(BenchPlan plan, ConnectionTarget target, ReadConnections reads, Progress progress)
            throws SQLException, IOException, InterruptedException {
        return new RecommendBench(plan, target, reads, progress).run();
    }

    private BenchReport run() throws SQLException, IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create(); Connection connection = target.open()) {
            Recommender.requireInstalled(connection);
            Map<String, Long> variables = variables(connection);
            copyUsers(connection);
            int sameRows = check(connection, variables);
            double ourVideos = Sql.number(connection, """
                    SELECT 1000 * count(*) / 100 FROM (SELECT 1 + floor(random() * %d)::bigint AS uid, floor(random() * %d)::int AS part
                      FROM generate_series(1, 100)) AS r, LATERAL recommend.recommend(r.uid, r.part)
                    """.formatted(variables.get("users"), variables.get("parts"))) / 1e3;
            double jsonb = Sql.number(connection, "SELECT avg(pg_column_size(readlist)) FROM recommend_reference.users");
            double packed = Sql.number(connection,
                    "SELECT sum(pg_column_size(vids)) / count(DISTINCT uid) FROM recommend.read_lists");
            List<ScriptRun> seed = new ArrayList<>();
            List<ScriptRun> ours = new ArrayList<>();
            List<ScriptRun> markRead = new ArrayList<>();
            measure(scratch.path(), ReferenceStatement.of(connection).script(), variables, seed, ours, markRead);
            BenchReport report = new BenchReport(plan.checks(), sameRows, seed, ours, markRead,
                    (double) sameRows / plan.checks(), ourVideos, jsonb, packed);
            if (plan.plot() != null) {
                plot(report);
            }
            return report;
        }
    }

    private static Map<String, Long> variables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT (SELECT count(*) FROM recommend.users), (SELECT coalesce(max(uid), 0) FROM recommend.users),
                               (SELECT parts FROM recommend.settings), (SELECT coalesce(max(vid), 0) FROM recommend.pool_city)
                        """)) {
            row.next();
            if (row.getLong(1) == 0 || row.getLong(4) == 0 || row.getLong(1) != row.getLong(2)) {
                throw new UserException("the measurement needs data made by `float2 recommend generate`, with users numbered from 1 on");
            }
            return Map.of("users", row.getLong(1), "parts", row.getLong(3), "videos", row.getLong(4));
        }
    }

    private void copyUsers(Connection connection) throws SQLException {
        if (plan.keepCopy()) {
            return;
        }
        progress.phase("copy read lists as jsonb", "users", Progress.UNKNOWN);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CALL recommend_reference.fill()");
            statement.execute("VACUUM ANALYZE recommend_reference.users");
        }
        progress.done();
    }

    private int check(Connection connection, Map<String, Long> variables) throws SQLException {
        progress.phase("compare answers", "requests", plan.checks());
        SplittableRandom random = new SplittableRandom(1);
        int rows = 0;
        for (int i = 0; i < plan.checks(); i++) {
            rows += AnswerCheck.compare(connection, 1 + random.nextLong(variables.get("users")), random.nextInt(variables.get("parts").intValue()));
            progress.advance(1, 0);
        }
        progress.done();
        return rows;
    }

    private void measure(Path directory, String seedScript, Map<String, Long> variables, List<ScriptRun> seed, List<ScriptRun> ours,
            List<ScriptRun> markRead) throws IOException, InterruptedException, SQLException {
        Pgbench readers = new Pgbench(reads.ready(), directory);
        Pgbench writer = new Pgbench(List.of(target), directory);
        progress.phase("measure", "runs", 3L * plan.pairs());
        for (int pair = 0; pair < plan.pairs(); pair++) {
            seed.add(readers.run("seed", seedScript, plan.clients(), plan.seconds(), variables));
            progress.advance(1, 0);
            ours.add(readers.run("ours", OURS, plan.clients(), plan.seconds(), variables));
            progress.advance(1, 0);
        }
        for (int run = 0; run < plan.pairs(); run++) {
            markRead.add(writer.run("mark_read", MARK_READ, 1, Math.min(plan.seconds(), 5), variables));
            progress.advance(1, 0);
        }
        progress.done();
    }

    private void plot(BenchReport report) {
        Plot plot = new Plot("Latency of a request, " + plan.clients() + " clients", "percent of the requests", "milliseconds");
        plot.line("statement", ScriptRun.PERCENTS, BenchReport.median(report.seed()).latencyMillis());
        plot.line("recommend()", ScriptRun.PERCENTS, BenchReport.median(report.ours()).latencyMillis());
        plot.write(plan.plot());
    }
}
