package io.float2.cli;

import io.float2.loader.LoadReport;
import io.float2.loader.ShardFailure;
import io.float2.loader.ValueCounts;
import java.util.Locale;

/** What a load tells people at its end. */
final class LoadSummary {

    private final Output output;

    LoadSummary(Output output) {
        this.output = output;
    }

    void print(LoadReport report) {
        report.statements().forEach(statement -> output.println(statement + ";"));
        if (report.dryRun()) {
            Table mapping = new Table("column", "type", "from");
            report.columns().forEach(c -> mapping.row(c.column(), c.type(), c.source()));
            output.print(mapping);
            output.println("nothing has been loaded, as --dry-run asks");
            return;
        }
        if (report.shards() > 0) {
            printLoaded(report);
        }
        printFailures(report);
        printValues(report.values());
    }

    private void printLoaded(LoadReport report) {
        output.println("loaded " + Human.count(report.rows()) + " vectors of dimension " + report.dimension() + " into " + report.table());
        Table table = new Table("", "");
        table.row("import", report.importId() == null ? "no ledger" : report.importId());
        table.row("shards", Human.count(report.shards()) + (report.earlierShards() == 0 ? ""
                : ", and " + Human.count(report.earlierShards()) + " with " + Human.count(report.earlierRows()) + " rows before"));
        table.row("time", Human.duration(report.seconds()) + ", " + Human.rate(report.rowsPerSecond(), "rows") + ", "
                + Human.bytes(report.bytesPerSecond()) + "/s of the files");
        table.row("connections", report.jobs() + ", vectors as " + (report.transfer().equals("packed") ? "packed bytes" : "arrays"));
        if (report.leftOut() > 0) {
            table.row("left out", Human.count(report.leftOut()) + " rows, whose keys were there or which a trigger refused");
        }
        if (report.rejected() > 0) {
            table.row("rejected", Human.count(report.rejected()) + " rows, in " + report.rejects() + " with the reasons");
        }
        if (report.retries() > 0) {
            table.row("retries", Human.count(report.retries()));
        }
        if (report.tableBytes() > 0) {
            table.row("table", Human.bytes(report.tableBytes()) + " with its indexes");
        }
        output.print(table.withoutHeader());
    }

    private void printFailures(LoadReport report) {
        if (report.complete()) {
            return;
        }
        output.println(report.failures().size() + " of " + (report.failures().size() + report.notBegun() + report.shards() + report.earlierShards())
                + " shards failed; their rows are not in the table:");
        for (ShardFailure failure : report.failures()) {
            output.println(String.format(Locale.ROOT, "shard %d, rows %,d to %,d, %s:", failure.shard(), failure.firstRow(),
                    failure.firstRow() + failure.rows() - 1,
                    failure.attempts() == 1 ? "1 attempt" : failure.attempts() + " attempts"));
            output.println("    " + failure.message());
        }
        if (report.notBegun() > 0) {
            output.println(Human.count(report.notBegun()) + " others were not begun");
        }
        if (report.waitingIn() != null) {
            output.println("the table gets its name, " + report.table() + ", when all shards are in it; until then it is " + report.waitingIn());
        }
        output.println("the same command with --import-id " + report.importId() + " loads what is missing");
    }

    private void printValues(ValueCounts values) {
        if (values.clamped() > 0) {
            output.println(Human.count(values.clamped()) + " values were too large for the type and are its largest one now");
        }
        if (values.rows() > 0) {
            output.println(Human.count(values.rows()) + " rows have values that are not finite, which no index takes: "
                    + Human.count(values.overflowed()) + " too large for the type, " + Human.count(values.infinite()) + " infinite and "
                    + Human.count(values.notANumber()) + " NaN in the files");
        }
    }
}
