package io.float2.bench;

import io.float2.sql.Cleanup;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;

/** A schema for the tables of one run, dropped with all that is in it when closed, also when the process is told to end. */
final class ScratchSchema implements AutoCloseable {

    private static final String PREFIX = "float2_bench_";

    private final ConnectionSource connections;
    private final String name;
    private final ExitGuard guard;

    private ScratchSchema(ConnectionSource connections, String name) {
        this.connections = connections;
        this.name = name;
        guard = ExitGuard.hold();
    }

    static ScratchSchema create(ConnectionSource connections) throws SQLException {
        ScratchSchema schema = new ScratchSchema(
                connections, PREFIX + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36));
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema.name);
            statement.execute("COMMENT ON SCHEMA " + schema.name + " IS 'Tables of a running float2 bench.'");
        } catch (SQLException e) {
            schema.guard.close();
            throw e;
        }
        return schema;
    }

    TableName table(String table) {
        return new TableName(name, table);
    }

    @Override
    public void close() throws SQLException {
        try {
            Cleanup.run(connections, "DROP SCHEMA IF EXISTS " + name + " CASCADE");
        } finally {
            guard.close();
        }
    }
}
