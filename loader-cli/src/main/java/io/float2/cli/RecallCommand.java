package io.float2.cli;

import io.float2.loader.source.SourceFormat;
import io.float2.search.Latency;
import io.float2.search.RecallMeasurement;
import io.float2.search.RecallPlan;
import io.float2.search.RecallReport;
import io.float2.search.SampledRecall;
import io.float2.search.SampledRecallPlan;
import io.float2.search.SampledRecallReport;
import io.float2.search.SearchPlan;
import io.float2.sql.ColumnName;
import io.float2.sql.Identifier;
import io.float2.sql.Metric;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 recall}. */
@Command(
        name = "recall",
        description = {
            "Measure how many of the true nearest rows an index finds, and how long it takes.",
            "Without --queries the vectors of some rows are the queries, the server measures, and every index on the column is compared.",
            "The queries run one after the other on one connection. A row as near as the K-th counts as one of the nearest."
        },
        footer = {
            "",
            "Examples:",
            "  float2 recall photos.vector",
            "  float2 recall photos.vector --queries query.fvecs -k 10"
        })
final class RecallCommand implements Callable<Integer> {

    @Parameters(paramLabel = "[SCHEMA.]TABLE.COLUMN", description = "Column with vectors; of type float2[] or float4[] for --queries.")
    private String column;

    @Option(names = "--queries", paramLabel = "FILE",
            description = "File with query vectors, in any format of `float2 load`. Default: vectors of the table itself.")
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

    @Option(names = "--sample", paramLabel = "N",
            description = "Most queries to take from the file or the table, at random but always the same. Default: "
                    + RecallPlan.DEFAULT_SAMPLE + " of a file, " + SampledRecallPlan.DEFAULT_SAMPLE + " rows.")
    private Integer sample;

    @Option(names = "--index", paramLabel = "NAME", description = "Without --queries: measure this index alone.")
    private String index;

    @Option(names = "-k", paramLabel = "K", defaultValue = "10", description = "Number of neighbours.")
    private int k;

    @Option(names = "--metric", paramLabel = "METRIC", defaultValue = "l2",
            description = "With --queries: distance, ${COMPLETION-CANDIDATES}. An index that is measured without is of one itself.")
    private Metric metric;

    @Option(names = "--ef-search", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Candidates that a search in the graph keeps, 1 to 1000: more find more and take longer. Default: the "
                    + "server's hnsw.ef_search, and K at least.")
    private int efSearch = SearchPlan.DEFAULT;

    @Option(names = "--probes", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Without --queries: lists that a search in inverted lists looks through. Default: the server's ivfflat.probes.")
    private int probes = SearchPlan.DEFAULT;

    @Option(names = "--where", paramLabel = "CONDITION", description = "Condition in SQL that every result has to fulfil.")
    private String where;

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
        if (queries == null) {
            return measureSample();
        }
        refuse("is for measuring without --queries", "--index", "--probes");
        SearchPlan search = SearchPlan.in(ColumnName.parse(column))
                .metric(metric)
                .k(k)
                .efSearch(efSearch)
                .where(where)
                .idColumn(idColumn == null ? null : Identifier.parse(idColumn))
                .build();
        RecallPlan plan = new RecallPlan(search, queries, format, truth, sample == null ? RecallPlan.DEFAULT_SAMPLE : sample);
        RecallReport report = RecallMeasurement.measure(plan, reads.from(connection)::open, output.progress());
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

    private int measureSample() throws SQLException, InterruptedException {
        refuse("needs --queries", "--truth", "--format", "--id-column", "--metric");
        SampledRecallPlan plan = new SampledRecallPlan(ColumnName.parse(column), index == null ? null : Identifier.parse(index), where, k,
                sample == null ? SampledRecallPlan.DEFAULT_SAMPLE : sample, efSearch, probes);
        SampledRecallReport report = SampledRecall.measure(plan, reads.from(connection)::open, output.progress());
        if (output.isJson()) {
            output.json(report);
        } else {
            print(report);
        }
        return report.indexes().stream().allMatch(i -> i.failure() != null) ? 1 : 0;
    }

    private void refuse(String why, String... names) {
        for (String option : names) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(spec.commandLine(), option + " " + why);
            }
        }
    }

    private void print(SampledRecallReport report) {
        output.println(report.table() + "." + report.column() + (report.where() == null ? "" : " where " + report.where())
                + ": vectors of its own rows against comparison with all rows, hnsw.ef_search = " + report.efSearch() + ", ivfflat.probes = "
                + report.probes() + (report.iterativeScan() ? ", iterative scans" : ""));
        Table table = new Table("index", "method", "queries", "recall@" + report.k(), "95 % interval", "p50", "p95", "all rows p50", "p95");
        for (SampledRecallReport.Measured m : report.indexes()) {
            if (m.failure() == null) {
                table.row(m.index(), m.method(), Human.count(m.queries()), String.format(Locale.ROOT, "%.4f", m.recall()),
                        String.format(Locale.ROOT, "%.4f to %.4f", m.low(), m.high()), millis(m.approximate().p50Millis()),
                        millis(m.approximate().p95Millis()), millis(m.exact().p50Millis()), millis(m.exact().p95Millis()));
            }
        }
        output.print(table);
        report.indexes().stream().filter(m -> m.failure() != null)
                .forEach(m -> output.println(m.index() + " could not be measured: " + m.failure()));
    }

    private static String millis(double value) {
        return Human.duration(value / 1e3);
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
