package io.float2.cli;

import io.float2.index.IndexBuilder;
import io.float2.index.IndexPlan;
import io.float2.index.IndexReport;
import io.float2.sql.ColumnName;
import io.float2.sql.Identifier;
import io.float2.sql.Metric;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 index}. */
@Command(
        name = "index",
        description = {
            "Build an index for nearest neighbours on a vector column.",
            "A build that fails or is interrupted leaves nothing behind."
        })
final class IndexCommand implements Callable<Integer> {

    @Parameters(paramLabel = "[SCHEMA.]TABLE.COLUMN", description = "Column of type float2[] or float4[].")
    private String column;

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = IndexPlan.ANN, description = "Index method: ann, a graph.")
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

    @Option(names = "--dim", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Dimension of the vectors. Default: that of the first row.")
    private int dimension = IndexPlan.DEFAULT;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the index. Default: from table and column.")
    private String name;

    @Option(names = "--concurrently", description = "Let others write to the table meanwhile.")
    private boolean concurrently;

    @Option(names = "--replace", description = "Put the new index in the place of the one on the column, which serves until then.")
    private boolean replace;

    @Option(names = "--memory", paramLabel = "SIZE",
            description = "maintenance_work_mem for this build, such as 2GB. A graph that fits is built much faster.")
    private String memory;

    @Option(names = "--dry-run", description = "Print the statement and the memory it needs, and do nothing.")
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        IndexPlan plan = IndexPlan.on(ColumnName.parse(column))
                .method(method)
                .metric(metric)
                .m(m)
                .efConstruction(efConstruction)
                .dimension(dimension)
                .name(name == null ? null : Identifier.parse(name))
                .concurrently(concurrently)
                .replace(replace)
                .memory(memory)
                .dryRun(dryRun)
                .build();
        IndexReport report = IndexBuilder.build(plan, connection.target()::open, output.progress());
        if (output.isJson()) {
            output.json(report);
        } else {
            print(report);
        }
        return 0;
    }

    private void print(IndexReport report) {
        output.println(report.statement() + ";");
        if (report.dryRun()) {
            output.println("the graph of " + Human.count(report.rows()) + " rows takes about " + Human.bytes(report.graphBytes())
                    + " of memory while it is built; maintenance_work_mem is " + Human.bytes(report.memoryBytes()));
            output.println("nothing has been built, as --dry-run asks");
        } else {
            output.println("built " + report.index() + " on " + report.table() + "." + report.column() + " in "
                    + Human.duration(report.seconds()) + "; it takes " + Human.bytes(report.indexBytes()));
        }
    }
}
