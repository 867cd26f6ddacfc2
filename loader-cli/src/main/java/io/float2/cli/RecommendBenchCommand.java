package io.float2.cli;

import io.float2.recommend.BenchPlan;
import io.float2.recommend.BenchReport;
import io.float2.recommend.RecommendBench;
import io.float2.recommend.ScriptRun;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 recommend bench}. */
@Command(
        name = "bench",
        description = {
            "Measure the recommender against one SQL statement over the same pools, with read lists as jsonb.",
            "Both answer random requests by pgbench, in alternation, after their answers have been compared. Needs the data of "
                    + "`float2 recommend generate`, and marks videos as read in them."
        },
        footer = {"", "Examples:", "  float2 recommend bench --clients 4 --seconds 10 --plot latency.svg"})
final class RecommendBenchCommand implements Callable<Integer> {

    @Option(names = "--clients", paramLabel = "N", defaultValue = "12", description = "Connections at once.")
    private int clients;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "20", description = "Length of a run.")
    private int seconds;

    @Option(names = "--pairs", paramLabel = "N", defaultValue = "3", description = "Runs of each side.")
    private int pairs;

    @Option(names = "--checks", paramLabel = "N", defaultValue = "100", description = "Requests whose answers are compared.")
    private int checks;

    @Option(names = "--keep-copy", description = "Take the read lists in jsonb as a measurement before has left them.")
    private boolean keepCopy;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the latencies.")
    private Path plot;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ReadOptions reads;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        OptionLimits.atLeast(spec, "--clients", clients, 1);
        OptionLimits.atLeast(spec, "--seconds", seconds, 1);
        OptionLimits.atLeast(spec, "--pairs", pairs, 1);
        OptionLimits.atLeast(spec, "--checks", checks, 1);
        BenchPlan plan = new BenchPlan(clients, seconds, pairs, checks, keepCopy, withoutEnding(plot));
        BenchReport report = RecommendBench.run(plan, connection.target(), reads.from(connection, ReadOptions.CATCHING_UP), output.progress());
        if (output.isJson()) {
            output.json(report);
        } else {
            print(report);
        }
        return 0;
    }

    private Path withoutEnding(Path file) {
        if (file == null) {
            return null;
        }
        String name = file.getFileName().toString();
        if (!name.endsWith(".svg")) {
            throw new ParameterException(spec.commandLine(), "--plot " + file + ": the plot is SVG, so its name must end in .svg");
        }
        return file.resolveSibling(name.substring(0, name.length() - ".svg".length()));
    }

    private void print(BenchReport report) {
        output.println(report.checks() + " requests compared, the same " + Human.count(report.sameRows()) + " rows");
        output.println("");
        Table table = new Table("side", "requests/s", "videos/s", "p50, ms", "p95, ms", "p99, ms");
        for (int i = 0; i < report.seed().size(); i++) {
            addTo(table, "statement", report.seed().get(i), report.seedVideos());
            addTo(table, "recommend()", report.ours().get(i), report.ourVideos());
        }
        for (ScriptRun run : report.markRead()) {
            addTo(table, "mark_read(), 100 videos, 1 client", run, 100);
        }
        output.print(table);
        output.println("");
        output.println(String.format(Locale.ROOT, "recommend() answers %.1f times as many requests", report.ratio()));
        output.println(String.format(Locale.ROOT, "a read list takes %s; as jsonb %s: %.0f %%", Human.bytes(report.packedBytes()),
                Human.bytes(report.jsonbBytes()), 100 * report.packedBytes() / report.jsonbBytes()));
    }

    private static void addTo(Table table, String side, ScriptRun run, double videos) {
        table.row(side, Human.count(Math.round(run.perSecond())), Human.count(Math.round(run.perSecond() * videos)),
                millis(run, 50), millis(run, 95), millis(run, 99));
    }

    private static String millis(ScriptRun run, double percent) {
        return String.format(Locale.ROOT, "%.2f", run.latencyMillis(percent));
    }
}
