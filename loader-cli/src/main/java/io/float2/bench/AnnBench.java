package io.float2.bench;

import io.float2.connect.ConnectionTarget;
import io.float2.connect.Extension;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Compares {@code ann} over {@code float2[]} with pgvector's {@code hnsw} over {@code halfvec}: same rows, same parameters. */
public final class AnnBench {

    /** Recalls at which rates are compared, where both sides reach them. */
    private static final double[] RECALLS = {0.8, 0.9, 0.95, 0.98, 0.99, 0.995};

    private final AnnBenchPlan plan;
    private final ConnectionTarget target;
    private final ConnectionSource reads;
    private final Progress progress;

    private AnnBench(AnnBenchPlan plan, ConnectionTarget target, ConnectionSource reads, Progress progress) {
        this.plan = plan;
        this.target = target;
        this.reads = reads;
        this.progress = progress;
    }

    /**
     * Carries a comparison out, in a schema of its own that is dropped at the end.
     *
     * @throws io.float2.UserException when data, plan or server are at fault
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static AnnBenchReport run(AnnBenchPlan plan, ConnectionTarget target, ConnectionSource reads, Progress progress)
            throws IOException, SQLException, InterruptedException {
        return new AnnBench(plan, target, reads, progress).run();
    }

    private AnnBenchReport run() throws IOException, SQLException, InterruptedException {
        Map<String, String> machine;
        try (Connection connection = target.open()) {
            Extension.require(connection);
            machine = Machine.describe(connection);
        }
        if (plan.memory() != null) {
            machine.put("maintenance_work_mem", plan.memory());
        }
        BenchData data = BenchData.read(plan.data(), plan.rows(), plan.dimension(), plan.queries());
        try (ScratchSchema schema = ScratchSchema.create(target::open)) {
            new AnnTables(schema, target::open, progress).load(data);
            TrueDistances truth = TrueDistances.compareAll(target::open, Side.FLOAT2.table(schema), Side.FLOAT2.queryTable(schema),
                    data.queries().length, plan.k(), "true", Runtime.getRuntime().availableProcessors(), progress);
            List<AnnBenchReport.Build> builds = new AnnBuilds(plan, schema, target, progress).run(data.dimension());
            List<AnnSearches.Rates> rates = new AnnSearches(plan, schema, target::open, reads, data, truth, progress).run();
            return report(data, machine, builds, rates);
        }
    }

    private AnnBenchReport report(BenchData data, Map<String, String> machine, List<AnnBenchReport.Build> builds,
            List<AnnSearches.Rates> rates) {
        return new AnnBenchReport(data.source(), data.rows(), data.dimension(), data.queries().length, plan.k(), plan.m(),
                plan.efConstruction(), plan.clients(), machine, builds,
                Spread.of(plan.pairs(), pair -> builds.get(2 * pair + 1).seconds() / builds.get(2 * pair).seconds()),
                (double) builds.get(1).indexBytes() / builds.get(0).indexBytes(), points(rates), ratios(rates), equalRecall(rates));
    }

    private static List<AnnBenchReport.Point> points(List<AnnSearches.Rates> rates) {
        return rates.stream()
                .map(r -> new AnnBenchReport.Point(r.side().label(), r.efSearch(), r.recall(), Spread.of(r.oneClient()),
                        Spread.of(r.clients()), Spread.of(r.server())))
                .toList();
    }

    private List<AnnBenchReport.Ratio> ratios(List<AnnSearches.Rates> rates) {
        List<AnnBenchReport.Ratio> ratios = new ArrayList<>();
        for (int i = 0; i < rates.size(); i += 2) {
            AnnSearches.Rates ours = rates.get(i);
            AnnSearches.Rates other = rates.get(i + 1);
            ratios.add(new AnnBenchReport.Ratio(ours.efSearch(),
                    Spread.of(plan.rounds(), round -> ours.oneClient()[round] / other.oneClient()[round]),
                    Spread.of(plan.rounds(), round -> ours.clients()[round] / other.clients()[round]),
                    Spread.of(plan.rounds(), round -> ours.server()[round] / other.server()[round])));
        }
        return ratios;
    }

    private List<AnnBenchReport.EqualRecall> equalRecall(List<AnnSearches.Rates> rates) {
        RateCurve ours = curve(rates, Side.FLOAT2, AnnSearches.Rates::oneClient, 0);
        RateCurve other = curve(rates, Side.HALFVEC, AnnSearches.Rates::oneClient, 0);
        double low = Math.max(ours.lowest(), other.lowest());
        double high = Math.min(ours.highest(), other.highest());
        return DoubleStream.of(RECALLS).filter(recall -> recall >= low && recall <= high)
                .mapToObj(recall -> new AnnBenchReport.EqualRecall(recall, equalRecall(rates, recall, AnnSearches.Rates::oneClient),
                        equalRecall(rates, recall, AnnSearches.Rates::clients), equalRecall(rates, recall, AnnSearches.Rates::server)))
                .toList();
    }

    private Spread equalRecall(List<AnnSearches.Rates> rates, double recall, Function<AnnSearches.Rates, double[]> kind) {
        return Spread.of(plan.rounds(), round -> curve(rates, Side.FLOAT2, kind, round).rate(recall)
                / curve(rates, Side.HALFVEC, kind, round).rate(recall));
    }

    private static RateCurve curve(List<AnnSearches.Rates> rates, Side side, Function<AnnSearches.Rates, double[]> kind, int round) {
        RateCurve curve = new RateCurve();
        rates.stream().filter(r -> r.side() == side).forEach(r -> curve.add(r.recall(), kind.apply(r)[round]));
        return curve;
    }
}
