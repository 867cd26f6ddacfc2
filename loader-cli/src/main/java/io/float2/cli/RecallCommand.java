package io.float2.cli;

import io.float2.loader.SourceFormat;
import io.float2.search.Latency;
import io.float2.search.RecallMeasurement;
import io.float2.search.RecallPlan;
import io.float2.search.RecallReport;
import io.float2.search.SearchPlan;
import io.float2.sql.ColumnName;
import io.float2.sql.Identifier;
import io.float2.sql.Metric;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 recall}. */
@Command(
        name = "recall",
        description = {
            "Measure how many of the true nearest rows an index finds, and how long it takes.",
            "The queries run one after the other on one connection. A row as near as the K-th counts as one of the nearest."
        })
final class RecallCommand implements Callable<Integer> {

    @Parameters(paramLabel = "[SCHEMA.]TABLE.COLUMN", description = "Column of type float2[] or float4[].")
    private String column;

    @Option(names = "--queries", required = true, paramLabel = "FILE", description = "File with query vectors: fvecs, bvecs or CSV.")
    private Path queries;

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "Format of the file: ${COMPLETION-CANDIDATES}. Default: told by its ending.")
    private SourceFormat format;

    @Option(names = "--truth", paramLabel = "FILE",
            description = "True neighbours of each query: .ivecs with row numbers or .fvecs with squared L2 distances. Default: all rows "
                    + "are compared.")
    private Path truth;

    @Option(names = "--id-column", paramLabel = "NAME", description = "Column with the row numbers of --truth. Default: id.")
    private String idColumn;

    @Option(names = "--sample", paramLabel = "N", description = "Most queries to take from the file, at random but always the same.")
    private int sample = RecallPlan.DEFAULT_SAMPLE;

    @Option(names = "-k", paramLabel = "K", defaultValue = "10", description = "Number of neighbours.")
    private int k;

    @Option(names = "--metric", paramLabel = "METRIC", defaultValue = "l2", description = "Distance: ${COMPLETION-CANDIDATES}.")
    private Metric metric;

    @Option(names = "--ef-search", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Candidates that a search in the graph keeps, 1 to 1000: more find more and take longer. Default: the "
                    + "server's hnsw.ef_search, and K at least.")
    private int efSearch = SearchPlan.DEFAULT;

    @Option(names = "--where", paramLabel = "CONDITION", description = "Condition in SQL that every result has to fulfil.")
    private String where;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        SearchPlan search = SearchPlan.in(ColumnName.parse(column))
                .metric(metric)
                .k(k)
                .efSearch(efSearch)
                .where(where)
                .idColumn(idColumn == null ? null : Identifier.parse(idColumn))
                .build();
        RecallPlan plan = new RecallPlan(search, queries, format, truth, sample);
        RecallReport report = RecallMeasurement.measure(plan, connection.target()::open, output.progress());
        if (!report.usesIndex()) {
            output.remark("no index answers this search, the server plans: " + report.plan());
        }
        if (output.isJson()) {
            output.json(report);
        } else {
            print(report);
        }
        return 0;
    }

    private void print(RecallReport report) {
        output.println(String.format(Locale.ROOT, "recall@%d of %s.%s: %.4f, 95 %% interval %.4f to %.4f (%s)",
                report.k(), report.table(), report.column(), report.recall(), report.low(), report.high(), report.interval()));
        output.println("over " + Human.count(report.queries()) + " queries against " + report.truth() + ", hnsw.ef_search = "
                + report.efSearch() + (report.iterativeScan() ? ", hnsw.iterative_scan = strict_order" : ""));
        output.println("plan: " + report.plan());
        Table table = new Table("search", "p50", "p95", "p99", "mean", "rate");
        row(table, report.usesIndex() ? "by " + String.join(", ", report.indexes()) : "as planned", report.approximate());
        if (report.exact() != null) {
            row(table, "all rows", report.exact());
        }
        output.print(table);
    }

    private static void row(Table table, String name, Latency latency) {
        table.row(name, Human.duration(latency.p50Millis() / 1e3), Human.duration(latency.p95Millis() / 1e3),
                Human.duration(latency.p99Millis() / 1e3), Human.duration(latency.meanMillis() / 1e3),
                Human.rate(latency.perSecond(), "queries"));
    }
}
