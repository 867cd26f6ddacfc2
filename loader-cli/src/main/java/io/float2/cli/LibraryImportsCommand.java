package io.float2.cli;

import io.float2.library.ImportReport;
import io.float2.library.Imports;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 library imports}. */
@Command(name = "imports", description = "Show imports and how far they are.")
final class LibraryImportsCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "IMPORT", description = "Number of one import. Default: the latest ones.")
    private Long id;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many to show.")
    private int limit;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        if (id != null) {
            print(output, Imports.one(connection.target()::open, id));
            return 0;
        }
        List<ImportReport> reports = Imports.latest(connection.target()::open, limit);
        Table table = new Table("import", "state", "business", "source", "pictures", "read", "shards", "written", "rejects");
        for (ImportReport report : reports) {
            table.row(report.id(), report.state(), report.business(), report.source(), report.pictures() < 0 ? null : Human.count(report.pictures()),
                    Human.count(report.staged()), Human.count(report.shards()), Human.count(report.written()), Human.count(report.rejects()));
        }
        output.print(table);
        if (output.isJson()) {
            output.json(reports);
        }
        return 0;
    }

    /** What became of one import. */
    static void print(Output output, ImportReport report) {
        if (output.isJson()) {
            output.json(report);
            return;
        }
        Table table = new Table("", "").withoutHeader();
        table.row("import", report.id()).row("state", report.state()).row("business", report.business()).row("source", report.source());
        if (report.pictures() >= 0) {
            table.row("pictures in the list", Human.count(report.pictures()));
            table.row("read", Human.count(report.staged()));
            table.row("different pictures", Human.count(report.assets()));
            table.row("rejects", Human.count(report.rejects()));
            table.row("shards", Human.count(report.written()) + " of " + Human.count(report.shards()));
        }
        if (report.seconds() > 0) {
            table.row("time", Human.duration(report.seconds()));
        }
        output.print(table);
        for (ImportReport.Failure failure : report.failures()) {
            output.remark("float2: " + failure.instance() + " failed: " + failure.error());
        }
        if (!report.failures().isEmpty()) {
            output.remark("float2: `float2 task rerun " + report.id() + "` runs what failed, and what waits for it, again");
        }
        if (report.rejects() > 0) {
            output.remark("`float2 library rejects " + report.id() + "` lists the pictures that could not be read");
        }
    }
}
