package io.float2.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Finds a way's setting for a recall, and takes its times. */
final class WayMeasurement {

    /** Queries that a setting is judged by. */
    private static final int JUDGED = 100;

    /** Timed however long one takes. */
    private static final int LEAST = 3;

    private static final int DIGITS = 3;

    private final SearchWay way;
    private final BenchData data;
    private final TrueDistances truth;
    private final HybridBenchPlan plan;
    private final Histogram all = new Histogram(DIGITS);
    private final List<Double> medians = new ArrayList<>();
    private final int[] found;
    private String setting;
    private double recall;
    private int next;

    WayMeasurement(SearchWay way, BenchData data, TrueDistances truth, HybridBenchPlan plan) {
        this.way = way;
        this.data = data;
        this.truth = truth;
        this.plan = plan;
        found = new int[plan.k()];
    }

    /** Takes the fastest setting that reaches the recall, or that of most recall. */
    void choose() throws SQLException, IOException, InterruptedException {
        double fastest = Double.POSITIVE_INFINITY;
        for (String candidate : way.settings()) {
            way.set(candidate);
            // The first time warms up, in both processes.
            judge();
            Judgement judgement = judge();
            boolean reaches = judgement.recall() >= plan.recall();
            boolean better = reaches ? recall < plan.recall() || judgement.seconds() < fastest : judgement.recall() > recall;
            if (setting == null || better) {
                setting = candidate;
                recall = judgement.recall();
                fastest = judgement.seconds();
            }
        }
        way.set(setting);
    }

    private record Judgement(double recall, double seconds) {}

    private Judgement judge() throws SQLException, IOException, InterruptedException {
        long startedAt = System.nanoTime();
        long hits = 0;
        long wanted = 0;
        int queries = 0;
        while (queries < Math.min(JUDGED, data.queries().length) && (queries < LEAST || secondsSince(startedAt) < plan.seconds())) {
            hits += truth.hits(data, queries, found, way.search(queries, found));
            wanted += truth.neighbours(queries);
            queries++;
            stopIfInterrupted();
        }
        return new Judgement(wanted == 0 ? 1 : (double) hits / wanted, secondsSince(startedAt) / queries);
    }

    /** Runs queries, going on where the last round ended. */
    void round() throws SQLException, IOException, InterruptedException {
        Histogram round = new Histogram(DIGITS);
        long startedAt = System.nanoTime();
        for (int i = 0; i < data.queries().length && (i < LEAST || secondsSince(startedAt) < plan.seconds()); i++) {
            long before = System.nanoTime();
            way.search(next++ % data.queries().length, found);
            round.recordValue(System.nanoTime() - before);
            stopIfInterrupted();
        }
        all.add(round);
        medians.add((double) round.getValueAtPercentile(50));
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static double secondsSince(long startedAt) {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    /** @param split the measurement of the split architecture, in the same rounds; null: there is none */
    HybridReport.Way report(WayMeasurement split) throws SQLException {
        Spread ratio = split == null || split == this ? null
                : Spread.of(medians.size(), round -> split.medians.get(round) / medians.get(round));
        return new HybridReport.Way(way.name(), setting, way.plan(), recall, all.getTotalCount(), millis(50), millis(95), millis(99),
                all.getMean() / 1e6, ratio);
    }

    private double millis(double percentile) {
        return all.getValueAtPercentile(percentile) / 1e6;
    }
}
