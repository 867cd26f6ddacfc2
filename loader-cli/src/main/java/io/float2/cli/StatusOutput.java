package io.float2.cli;

import io.float2.ledger.ImportStatus;
import io.float2.ledger.ShardStatus;
import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Prints how far an import is: {@code float2 load --status}. */
final class StatusOutput {

    private final Output output;

    StatusOutput(Output output) {
        this.output = output;
    }

    int print(String id, ConnectionSource connections) throws SQLException {
        try (Connection connection = connections.open()) {
            ImportStatus status = ImportStatus.read(connection, id);
            if (output.isJson()) {
                output.json(status);
            } else {
                print(status);
            }
            return 0;
        }
    }

    private void print(ImportStatus status) {
        Table table = new Table("", "");
        table.row("import", status.id());
        table.row("table", status.table());
        table.row("state", status.state() + (status.serverProcess() == 0 ? "" : ", server process " + status.serverProcess())
                + ", begun " + status.begunAt());
        table.row("rows", Human.count(status.rows()) + (status.totalRows() == null ? "" : String.format(Locale.ROOT, " of %s, %.1f %%",
                Human.count(status.totalRows()), 100.0 * status.rows() / Math.max(1, status.totalRows()))));
        table.row("shards", (status.shards() == null ? "" : Human.count(status.shards()) + ": ") + Human.count(status.done()) + " done, "
                + Human.count(status.running()) + " running, " + Human.count(status.failed()) + " failed"
                + (status.waiting() == null ? "" : ", " + Human.count(status.waiting()) + " waiting"));
        table.row("rate", Human.rate(status.rowsPerSecond(), "rows") + " in " + Human.duration(status.seconds())
                + (status.secondsLeft() == null ? "" : ", ETA " + Human.duration(status.secondsLeft())));
        if (status.message() != null) {
            table.row("message", status.message());
        }
        output.print(table.withoutHeader());
        if (!status.unfinished().isEmpty()) {
            Table shards = new Table("shard", "first row", "rows sent", "state", "attempts");
            for (ShardStatus shard : status.unfinished()) {
                shards.row(shard.shard(), Human.count(shard.firstRow()), Human.count(shard.rows()), shard.state(), shard.attempts());
            }
            output.print(shards);
            status.unfinished().stream().filter(shard -> shard.message() != null)
                    .forEach(shard -> output.println("shard " + shard.shard() + ": " + shard.message()));
        }
        if (status.state().equals("killed") || status.state().equals("stopped") || status.state().equals("failed")) {
            output.println("the command of the load with --import-id \"" + status.id() + "\" loads what is missing");
        }
    }
}
