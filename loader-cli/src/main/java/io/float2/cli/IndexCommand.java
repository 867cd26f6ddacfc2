package io.float2.cli;

import io.float2.index.BuildOptions;
import io.float2.index.HashPartsPlan;
import io.float2.index.IndexBuilder;
import io.float2.index.IndexOutcome;
import io.float2.index.IndexPlan;
import io.float2.index.IndexRepair;
import io.float2.index.IndexReport;
import io.float2.index.IndexSetBuilder;
import io.float2.index.IndexSetReport;
import io.float2.sql.ColumnName;
import io.float2.sql.Identifier;
import io.float2.sql.Metric;
import io.float2.sql.TableName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 index}. */
@Command(
        name = "index",
        description = {
            "Build an index for nearest neighbours on a vector column; or partial indexes, one for each value of a column or each part "
                    + "of a table.",
            "A build that fails or is interrupted leaves nothing behind. What was asked for stays wanted: --repair builds what is missing."
        },
        footer = {
            "",
            "Examples:",
            "  float2 index photos.vector --m 16 --ef-construction 64",
            "  float2 index photos.vector --where \"category = 'cat'\"",
            "  float2 index photos.vector --per-value category --min-rows 500",
            "  float2 index pool_global --hash-parts 50 --columns 'tag, score desc' \\",
            "        --include vid",
            "  float2 index --repair"
        })
final class IndexCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Parameters(arity = "0..1", paramLabel = "[SCHEMA.]TABLE[.COLUMN]",
            description = "Column of type float2[], float4[], smallint[], halfvec or vector; a table for --hash-parts and --repair.")
    private String target;

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = IndexPlan.ANN,
            description = "Index method: ann (a graph) or ann_ivfflat (inverted lists) for arrays, hnsw or ivfflat for pgvector's types.")
    private String method;

    @Option(names = "--metric", paramLabel = "METRIC", defaultValue = "l2",
            description = "Distance that the index is for: ${COMPLETION-CANDIDATES}.")
    private Metric metric;

    @Option(names = "--m", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Most neighbours of a vertex on each layer of the graph, 2 to 100. Default: 16.")
    private int m = IndexPlan.DEFAULT;

    @Option(names = "--ef-construction", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Candidates looked at for each vertex, twice --m to 1000. Default: 64, or twice --m if that is more.")
    private int efConstruction = IndexPlan.DEFAULT;

    @Option(names = "--lists", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Number of inverted lists, 1 to 32768. Default: a thousandth of the rows, the root of more than a million.")
    private int lists = IndexPlan.DEFAULT;

    @Option(names = "--dim", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Dimension of the vectors. Default: that of the first row.")
    private int dimension = IndexPlan.DEFAULT;

    @Option(names = "--name", paramLabel = "NAME",
            description = "Name of the index, or what the names of several begin with. Default: from table and column.")
    private String name;

    @Option(names = "--where", paramLabel = "PREDICATE", description = "Index the rows alone that fulfil this condition in SQL.")
    private String where;

    @Option(names = "--per-value", paramLabel = "NAME",
            description = "Build an index for each value of this column, that of the most rows first.")
    private String perValue;

    @Option(names = "--min-rows", paramLabel = "N", defaultValue = "" + IndexPlan.DEFAULT_MIN_ROWS,
            description = "With --per-value: leave values of fewer rows out.")
    private long minRows;

    @Option(names = "--hash-parts", paramLabel = "N",
            description = "Build N ordinary indexes on the table, each of the rows whose key has one hash from 0 to N - 1.")
    private Integer hashParts;

    @Option(names = "--columns", paramLabel = "LIST", description = "With --hash-parts: what is indexed, such as \"tag, score desc\".")
    private String columns;

    @Option(names = "--include", split = ",", paramLabel = "NAME",
            description = "With --hash-parts: columns carried along, so that the index alone answers.")
    private List<String> include;

    @Option(names = "--hash-key", paramLabel = "KEY",
            description = "With --hash-parts: column to be hashed, or an expression in SQL from 0 to N - 1. Default: the first of --include.")
    private String hashKey;

    @Option(names = "--repair", description = "Build what is wanted of the table, or of all, and is missing or invalid.")
    private boolean repair;

    @Option(names = "--forget", paramLabel = "INDEX", description = "Take an index off the list of what is wanted; it is not dropped.")
    private String forget;

    @Option(names = "--concurrently", description = "Let others write to the table meanwhile.")
    private boolean concurrently;

    @Option(names = "--replace", description = "Put the new index in the place of the one on the column, which serves until then.")
    private boolean replace;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "1",
            description = "Build N indexes at once; they share the workers of one build, and each takes --memory.")
    private int jobs;

    @Option(names = "--memory", paramLabel = "SIZE",
            description = "maintenance_work_mem for each build, such as 2GB. A graph that fits is built much faster.")
    private String memory;

    @Option(names = "--dry-run", description = "Print the statements and the memory they need, and do nothing.")
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        checkTogether();
        if (forget != null) {
            IndexRepair.forget(TableName.parse(forget), connection.target()::open);
            output.println(forget + " is no longer wanted");
            return 0;
        }
        if (repair) {
            return print(IndexRepair.repair(target == null ? null : TableName.parse(target), options(), connection.target()::open,
                    output.progress()), "nothing is wanted here, so there is nothing to repair");
        }
        if (hashParts != null) {
            return print(IndexSetBuilder.hashParts(hashPartsPlan(), connection.target()::open, output.progress()), "");
        }
        IndexPlan plan = plan();
        if (plan.perValue() != null) {
            return print(IndexSetBuilder.perValue(plan, connection.target()::open, output.progress()),
                    target + " has no vectors, so there is nothing to index");
        }
        print(IndexBuilder.build(plan, connection.target()::open, output.progress()));
        return 0;
    }

    private void checkTogether() {
        Map<String, Boolean> ways = Map.of("--per-value", perValue != null, "--hash-parts", hashParts != null, "--repair", repair,
                "--forget", forget != null);
        List<String> given = ways.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).sorted().toList();
        if (given.size() > 1) {
            throw usage(String.join(" and ", given) + " exclude each other");
        }
        if (target == null && !repair && forget == null) {
            throw usage("the column is missing: float2 index TABLE.COLUMN");
        }
        refuseUnless(hashParts != null, "--hash-parts", "--columns", "--include", "--hash-key");
        refuseUnless(perValue != null, "--per-value", "--min-rows");
        if (hashParts != null && columns == null) {
            throw usage("--hash-parts needs --columns, which says what is indexed");
        }
        boolean vectors = hashParts == null && !repair && forget == null;
        refuseUnless(vectors, "a vector column", "--method", "--metric", "--m", "--ef-construction", "--lists", "--dim", "--where",
                "--replace");
        refuseUnless(perValue == null, "a single index", "--replace");
        if (forget != null && target != null) {
            throw usage("--forget takes the name of an index and nothing else");
        }
    }

    private void refuseUnless(boolean fits, String what, String... names) {
        for (String option : names) {
            if (!fits && spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw usage(option + " belongs to " + what);
            }
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private BuildOptions options() {
        return new BuildOptions(concurrently, memory, jobs, dryRun);
    }

    private IndexPlan plan() {
        return IndexPlan.on(ColumnName.parse(target))
                .method(method)
                .metric(metric)
                .m(m)
                .efConstruction(efConstruction)
                .lists(lists)
                .dimension(dimension)
                .where(where)
                .perValue(perValue == null ? null : Identifier.parse(perValue))
                .minRows(minRows)
                .name(name == null ? null : Identifier.parse(name))
                .replace(replace)
                .concurrently(concurrently)
                .memory(memory)
                .jobs(jobs)
                .dryRun(dryRun)
                .build();
    }

    private HashPartsPlan hashPartsPlan() {
        return new HashPartsPlan(TableName.parse(target), hashParts, columns,
                include == null ? List.of() : include.stream().map(String::strip).map(Identifier::parse).toList(), hashKey,
                name == null ? null : Identifier.parse(name), options());
    }

    private void print(IndexReport report) {
        if (output.isJson()) {
            output.json(report);
            return;
        }
        output.println(report.statement() + ";");
        if (report.dryRun()) {
            printMemory("the build", report.rows(), report.graphBytes(), report.memoryBytes());
            output.println("nothing has been built, as --dry-run asks");
        } else {
            output.println("built " + report.index() + " on " + report.table() + "." + report.column() + " in "
                    + Human.duration(report.seconds()) + "; it takes " + Human.bytes(report.indexBytes()));
        }
    }

    private void printMemory(String what, long rows, long workBytes, long memoryBytes) {
        output.println(what + " over " + Human.count(rows) + " rows takes about " + Human.bytes(workBytes)
                + " of memory; maintenance_work_mem is " + Human.bytes(memoryBytes));
    }

    /** @param nothing what is said when there is no index at all to speak of */
    private int print(IndexSetReport report, String nothing) {
        if (output.isJson()) {
            output.json(report);
        } else if (report.indexes().isEmpty()) {
            output.println(nothing);
        } else {
            printSet(report);
        }
        return report.count(IndexOutcome.State.FAILED) > 0 ? FAILED : 0;
    }

    private void printSet(IndexSetReport report) {
        if (report.dryRun()) {
            report.statements().forEach(statement -> output.println(statement + ";"));
        }
        Table table = new Table("index", "state", "rows", "time", "size", "");
        for (IndexOutcome index : report.indexes()) {
            table.row(index.index(), IndexWords.of(index.state()), index.rows() == 0 ? "" : Human.count(index.rows()),
                    index.seconds() == 0 ? "" : Human.duration(index.seconds()), index.bytes() == 0 ? "" : Human.bytes(index.bytes()),
                    index.failure());
        }
        output.print(table);
        if (report.dryRun()) {
            if (report.workBytes() > 0) {
                printMemory("the largest build", report.indexes().get(0).rows(), report.workBytes(), report.memoryBytes());
            }
            output.println("nothing has been built, as --dry-run asks");
        } else {
            output.println(IndexWords.summary(report) + " in " + Human.duration(report.seconds()) + "; together they take "
                    + Human.bytes(report.bytes()));
        }
    }
}
