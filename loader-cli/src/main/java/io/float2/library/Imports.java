package io.float2.library;

import io.float2.sql.ConnectionSource;
import io.float2.task.TriggerStatus;
import io.float2.task.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The imports of a library, as people see them. */
public final class Imports {

    private Imports() {}

    /** One import, with the number of different pictures in it. */
    public static ImportReport one(ConnectionSource connections, long id) throws SQLException {
        try (Connection connection = Library.open(connections)) {
            Tasks tasks = new Tasks(connection);
            return ImportReport.complete(connection, id, tasks.trigger(id), 0, Import.failures(tasks, id));
        }
    }

    /** The latest imports, newest first. */
    public static List<ImportReport> latest(ConnectionSource connections, int most) throws SQLException {
        List<ImportReport> reports = new ArrayList<>();
        try (Connection connection = Library.open(connections)) {
            for (TriggerStatus status : new Tasks(connection).triggers(null, most)) {
                if (status.type().equals(Import.TYPE)) {
                    reports.add(ImportReport.read(connection, status.id(), status, 0, List.of()));
                }
            }
        }
        return reports;
    }
}
