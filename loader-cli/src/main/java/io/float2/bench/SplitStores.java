package io.float2.bench;

import io.float2.bench.split.MariaDb;
import io.float2.bench.split.VectorClient;
import io.float2.bench.split.VectorProcess;
import io.float2.kernel.Float2;
import io.float2.progress.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** MariaDB with the columns and the vector process with the vectors, both private. */
final class SplitStores implements AutoCloseable {

    private static final int BATCH = 1000;

    /** The columns and their indexes fit in. */
    private static final long DATABASE_BYTES = 1L << 30;

    /** Beside the vectors: objects and graph. */
    private static final long GRAPH_BYTES_A_ROW = 2000;
    private static final long SMALL_HEAP = 512L << 20;

    private final ScratchDirectory directory;
    private final MariaDb database;
    private final VectorProcess vectors;

    private SplitStores(ScratchDirectory directory, MariaDb database, VectorProcess vectors) {
        this.directory = directory;
        this.database = database;
        this.vectors = vectors;
    }

    static SplitStores start(BenchData data) throws IOException, InterruptedException {
        ScratchDirectory directory = ScratchDirectory.create();
        MariaDb database = null;
        try {
            // MariaDB's user has to get through to its own files in there.
            Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwx--x--x"));
            database = MariaDb.start(directory.path(), DATABASE_BYTES);
            long heap = SMALL_HEAP + data.rows() * (GRAPH_BYTES_A_ROW + 2L * Float.BYTES * data.dimension());
            return new SplitStores(directory, database, VectorProcess.start(directory.path(), heap));
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (database != null) {
                database.close();
            }
            directory.close();
            throw e;
        }
    }

    Connection openDatabase() throws SQLException {
        return database.open();
    }

    VectorClient openVectors() throws IOException {
        return vectors.open();
    }

    void load(BenchData data, Items items, Progress progress) throws SQLException, IOException, InterruptedException {
        progress.phase("load MariaDB", data.rows());
        try (Connection connection = database.open()) {
            try (Statement statement = connection.createStatement()) {
                String columns = "id INT PRIMARY KEY, sensor VARCHAR(100) NOT NULL, distance DOUBLE NOT NULL, case_id INT NOT NULL, "
                        + "label VARCHAR(200) NOT NULL, ";
                // Named after their first columns. InnoDB has the primary key in each, so they cover the search for numbers.
                String indexes = "KEY case_id (case_id), KEY label (label), KEY sensor (sensor, case_id, distance)";
                statement.execute("CREATE TABLE items (" + columns + indexes + ")");
                statement.execute("CREATE TABLE items_with_vectors (" + columns + "vector VARBINARY(" + 2 * data.dimension()
                        + ") NOT NULL, " + indexes + ")");
            }
            connection.setAutoCommit(false);
            insert(connection, data, items, progress);
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("ANALYZE TABLE items, items_with_vectors");
            }
        }
        progress.done();
    }

    private static void insert(Connection connection, BenchData data, Items items, Progress progress)
            throws SQLException, InterruptedException {
        try (PreparedStatement plain = connection.prepareStatement("INSERT INTO items VALUES (?, ?, ?, ?, ?)");
                PreparedStatement whole = connection.prepareStatement("INSERT INTO items_with_vectors VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int row = 0; row < data.rows(); row++) {
                for (PreparedStatement statement : List.of(plain, whole)) {
                    Items.Item item = items.get(row);
                    statement.setInt(1, row);
                    statement.setString(2, item.sensor());
                    statement.setDouble(3, item.distance());
                    statement.setInt(4, item.caseId());
                    statement.setString(5, item.label());
                }
                ByteBuffer bytes = ByteBuffer.allocate(2 * data.dimension());
                bytes.asShortBuffer().put(data.base()[row]);
                whole.setBytes(6, bytes.array());
                plain.addBatch();
                whole.addBatch();
                if ((row + 1) % BATCH == 0 || row + 1 == data.rows()) {
                    plain.executeBatch();
                    whole.executeBatch();
                    progress.advance(row % BATCH + 1, 0);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
        }
    }

    void loadVectors(BenchData data, Progress progress) throws IOException {
        progress.phase("load the vector process", data.rows());
        try (VectorClient client = vectors.open()) {
            for (short[] vector : data.base()) {
                client.add(Float2.toFloat(vector));
                progress.advance(1, 0);
            }
            client.awaitAdded();
        }
        progress.done();
    }

    HybridReport.Build build(int m, int efConstruction, Progress progress) throws IOException {
        progress.phase("build the vector process' graph", Progress.UNKNOWN);
        try (VectorClient client = vectors.open()) {
            // The lowest layer of the index here has twice m neighbours a vertex as well.
            VectorClient.Built built = client.build(2 * m, efConstruction);
            progress.done();
            return new HybridReport.Build("JVector", built.seconds(), built.bytes());
        }
    }

    @Override
    public void close() {
        try {
            vectors.close();
            database.close();
        } finally {
            directory.close();
        }
    }
}
