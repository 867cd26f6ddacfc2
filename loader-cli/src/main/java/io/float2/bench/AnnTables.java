package io.float2.bench;

import io.float2.loader.LoadPlan;
import io.float2.loader.VectorLoader;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Loads the rows and the queries on both sides: once through the loader, then by a cast in the server. */
final class AnnTables {

    private final ScratchSchema schema;
    private final ConnectionSource connections;
    private final Progress progress;

    AnnTables(ScratchSchema schema, ConnectionSource connections, Progress progress) {
        this.schema = schema;
        this.connections = connections;
        this.progress = progress;
    }

    void load(BenchData data) throws IOException, SQLException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            load(data.base(), scratch.path().resolve("base.fvecs"), Side.FLOAT2.table(schema));
            load(data.queries(), scratch.path().resolve("queries.fvecs"), Side.FLOAT2.queryTable(schema));
        }
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            copyAsHalfvec(statement, Side.FLOAT2.table(schema), Side.HALFVEC.table(schema), data.dimension());
            copyAsHalfvec(statement, Side.FLOAT2.queryTable(schema), Side.HALFVEC.queryTable(schema), data.dimension());
            for (Side side : Side.values()) {
                statement.execute("VACUUM (FREEZE, ANALYZE) " + side.table(schema).quoted());
            }
        }
    }

    private void load(short[][] vectors, Path file, TableName table) throws IOException, SQLException, InterruptedException {
        VecsWriter.write(file, vectors);
        // One connection keeps the rows in the order of their numbers, which is that of the other side.
        VectorLoader.load(LoadPlan.of(table, file).create(true).jobs(1).build(), connections, progress);
    }

    /** Vectors in the page on this side, too, however long they are. */
    private static void copyAsHalfvec(Statement statement, TableName from, TableName to, int dimension) throws SQLException {
        statement.execute("CREATE TABLE " + to.quoted() + " (id bigint, vector halfvec(" + dimension
                + ")) WITH (toast_tuple_target = 8160)");
        statement.execute("ALTER TABLE " + to.quoted() + " ALTER COLUMN vector SET STORAGE PLAIN, ALTER COLUMN vector SET STATISTICS 0");
        statement.execute("INSERT INTO " + to.quoted() + " SELECT id, vector::halfvec FROM " + from.quoted() + " ORDER BY id");
        statement.execute("ALTER TABLE " + to.quoted() + " ADD PRIMARY KEY (id)");
    }
}
