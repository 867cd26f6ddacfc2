package io.float2.cli;

import io.float2.bench.HybridBench;
import io.float2.bench.HybridBenchPlan;
import io.float2.bench.HybridPlots;
import io.float2.bench.HybridReport;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 bench hybrid}. */
@Command(
        name = "hybrid",
        description = {
            "Compare one SQL statement that filters and searches with MariaDB for the columns and another process for the vectors.",
            "Starts a private MariaDB and the vector process, loads both and a table here with the same rows, and runs the same queries "
                    + "on all in turn, each with its fastest setting that reaches the recall. All of it is removed at the end. Where "
                    + "MariaDB is not installed only the statement is measured."
        },
        footer = {"", "Examples:", "  float2 bench hybrid --rows 20000 --queries 200"})
final class BenchHybridCommand implements Callable<Integer> {

    @Mixin
    private BenchDataOptions data;

    @Mixin
    private BenchGraphOptions graph;

    @Option(names = "--recall", paramLabel = "R", description = "Part of the true neighbours that each way has to find.")
    private double recall = 0.95;

    @Option(names = "--share", paramLabel = "PERCENT", split = ",", description = "Part of the rows that pass the filter, in percent.")
    private List<Double> shares = List.of(0.01, 0.1, 1.0, 10.0, 50.0, 100.0);

    @Option(names = "--rounds", paramLabel = "N", description = "How often the ways are run in turn.")
    private int rounds = 5;

    @Option(names = "--seconds", paramLabel = "S", description = "Longest time of a way in a round; 3 queries are run at least.")
    private double seconds = 2;

    @Option(names = "--no-graph", showDefaultValue = Visibility.NEVER,
            description = "Build no graph in the vector process, which takes long for many rows: it compares all rows that pass.")
    private boolean noGraph;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ReadOptions reads;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        HybridBenchPlan plan = new HybridBenchPlan(data.data(), data.rows(), data.queries(), data.k(), graph.m(), graph.efConstruction(), recall, shares,
                rounds, seconds, !noGraph, graph.memory());
        HybridReport report = HybridBench.run(plan, connection.target(), reads.from(connection, ReadOptions.CATCHING_UP)::open, output.progress());
        if (data.out() != null) {
            output.remark("wrote " + HybridPlots.write(report, data.out()));
            data.writeJson("hybrid-" + report.rows() + ".json", report);
        }
        if (output.isJson()) {
            output.json(report);
        } else {
            print(report);
        }
        return 0;
    }

    private void print(HybridReport report) {
        output.println(String.format(Locale.ROOT, "%s rows of dimension %d (%s), %d nearest, recall of %s or more",
                Human.count(report.rows()), report.dimension(), report.data(), report.k(), report.recall()));
        output.println(String.join(", ", report.machine().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList()));
        report.builds().forEach(build -> output.println(build.what() + ": built in " + Human.duration(build.seconds()) + ", "
                + Human.bytes(build.bytes())));
        if (report.skipped() != null) {
            output.println(report.skipped());
        }
        output.println("");
        Table table = new Table("filter", "passing", "way", "setting", "recall", "p50", "p95", "p99", "times as fast as split");
        for (HybridReport.Filtered filter : report.filters()) {
            for (HybridReport.Way way : filter.ways()) {
                table.row(filter.filter(), Human.count(filter.passing()), way.way(), way.setting(),
                        String.format(Locale.ROOT, "%.4f", way.recall()), millis(way.p50Millis()), millis(way.p95Millis()),
                        millis(way.p99Millis()), way.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)",
                                way.ratio().median(), way.ratio().min(), way.ratio().max()));
            }
        }
        output.print(table);
        output.println("");
        for (HybridReport.Filtered filter : report.filters()) {
            filter.ways().forEach(way -> output.println(filter.filter() + ", " + way.way() + ": " + way.plan()));
        }
    }

    private static String millis(double millis) {
        return Human.duration(millis / 1000);
    }
}
