package io.float2.cli;

import io.float2.bench.AnnBench;
import io.float2.bench.AnnBenchPlan;
import io.float2.bench.AnnBenchReport;
import io.float2.bench.AnnPlots;
import io.float2.bench.Spread;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 bench ann}. */
@Command(
        name = "ann",
        description = {
            "Compare ann over float2[] with pgvector's hnsw over halfvec.",
            "Loads the same rows into tables of its own, which it drops at the end, builds both indexes in turn, and runs the same "
                    + "queries on both in turn. Ratios above 1 mean that float2 is better."
        },
        footer = {"", "Examples:", "  float2 bench ann --rows 20000 --queries 200"})
final class BenchAnnCommand implements Callable<Integer> {

    @Mixin
    private BenchDataOptions data;

    @Mixin
    private BenchGraphOptions graph;

    @Option(names = "--ef-search", paramLabel = "N", split = ",",
            description = "Candidates that a search keeps, each measured for itself.")
    private List<Integer> efSearch = List.of(20, 40, 60, 100, 200, 400);

    @Option(names = "--pairs", paramLabel = "N", description = "How often both indexes are built.")
    private int pairs = 3;

    @Option(names = "--rounds", paramLabel = "N", description = "How often all queries are run.")
    private int rounds = 5;

    @Option(names = "--clients", paramLabel = "N", description = "Connections of the measurement with several.")
    private int clients = 2;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ReadOptions reads;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        AnnBenchPlan plan = new AnnBenchPlan(data.data(), data.rows(), data.dimension(), data.queries(), data.k(), graph.m(), graph.efConstruction(),
                efSearch, pairs, rounds, clients, graph.memory());
        AnnBenchReport report = AnnBench.run(plan, connection.target(), reads.from(connection, ReadOptions.CATCHING_UP)::open, output.progress());
        if (data.out() != null) {
            for (Path plot : AnnPlots.write(report, data.out())) {
                output.remark("wrote " + plot);
            }
            data.writeJson("ann-" + report.rows() + "x" + report.dimension() + ".json", report);
        }
        if (output.isJson()) {
            output.json(report);
        } else {
            print(report);
        }
        return 0;
    }

    private void print(AnnBenchReport report) {
        output.println(String.format(Locale.ROOT, "%s rows of dimension %d (%s), m = %d, ef_construction = %d",
                Human.count(report.rows()), report.dimension(), report.data(), report.m(), report.efConstruction()));
        output.println(String.join(", ", report.machine().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList()));
        output.println("");
        Table builds = new Table("index", "pair", "build", "size", "memory");
        report.builds().forEach(build -> builds.row(build.side(), build.pair(), Human.duration(build.seconds()),
                Human.bytes(build.indexBytes()), build.peakBytes() < 0 ? "" : Human.bytes(build.peakBytes())));
        output.print(builds);
        output.println("build: " + spread(report.buildRatio()) + " times as fast as halfvec's");
        output.println("");
        Table points = new Table("index", "ef_search", "recall@" + report.k(), "1 client/s", report.clients() + " clients/s", "server/s");
        report.points().forEach(point -> points.row(point.side(), point.efSearch(), decimals(point.recall(), 4),
                rate(point.oneClient()), rate(point.clients()), rate(point.server())));
        output.print(points);
        output.println("");
        Table ratios = new Table("float2 / halfvec", "1 client", report.clients() + " clients", "server");
        report.ratios().forEach(r -> ratios.row("ef_search " + r.efSearch(), spread(r.oneClient()), spread(r.clients()),
                spread(r.server())));
        report.equalRecall().forEach(r -> ratios.row("recall " + decimals(r.recall(), 3), spread(r.oneClient()), spread(r.clients()),
                spread(r.server())));
        output.print(ratios);
    }

    private static String rate(Spread spread) {
        return Human.count(Math.round(spread.median()));
    }

    /** Median, and least to most. */
    private static String spread(Spread spread) {
        return decimals(spread.median(), 2) + " (" + decimals(spread.min(), 2) + " to " + decimals(spread.max(), 2) + ")";
    }

    private static String decimals(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
