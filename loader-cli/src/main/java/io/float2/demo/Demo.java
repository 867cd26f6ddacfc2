package io.float2.demo;

import io.float2.connect.ConnectionTarget;
import io.float2.index.IndexBuilder;
import io.float2.index.IndexPlan;
import io.float2.index.IndexReport;
import io.float2.loader.LoadPlan;
import io.float2.loader.LoadReport;
import io.float2.loader.VectorLoader;
import io.float2.progress.Progress;
import io.float2.sql.ColumnName;
import io.float2.sql.Sql;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demo's steps, to be called in the order they stand here. Not thread safe. */
public final class Demo implements AutoCloseable {

    /** Neighbours asked for. */
    public static final int K = 10;

    /** The table, with its schema. */
    public static final String TABLE = DemoSchema.NAME + ".photos";

    private static final String FLOAT4_TABLE = TABLE + "_float4";
    private static final String FILTERED = """
            SELECT id, photo, width, height, size,
                   vector <-> (SELECT vector FROM %1$s WHERE id = 4) AS distance
            FROM   %1$s
            WHERE  package = 'plasma-workspace-wallpapers' AND size > 6
            ORDER  BY distance LIMIT 5""".formatted(TABLE);

    private final ConnectionTarget target;
    private final PhotoSample sample;
    private final Connection connection;

    /** Connects; the demo's tables of an earlier run are dropped by {@link #load}. */
    public Demo(ConnectionTarget target, PhotoSample sample) throws SQLException {
        this.target = target;
        this.sample = sample;
        connection = target.open();
    }

    /** Loads the vectors with their columns into a new table. */
    public LoadReport load(Progress progress) throws SQLException, InterruptedException {
        DemoSchema.claim(connection);
        return VectorLoader.load(
                LoadPlan.of(TableName.parse(TABLE), sample.vectors()).metadata(sample.metadata()).create(true).drop(true).build(),
                target::open, progress);
    }

    /** Makes the same table with float4[] for a moment and compares. */
    public StorageComparison compareStorage() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + FLOAT4_TABLE);
            statement.execute("CREATE TABLE " + FLOAT4_TABLE + " AS SELECT "
                    + columnsWithFloat4Vector(statement) + " FROM " + TABLE);
            try (ResultSet row = statement.executeQuery(("SELECT pg_table_size('%1$s'), pg_table_size('%2$s'),"
                    + " (SELECT pg_column_size(vector) FROM %1$s LIMIT 1), (SELECT pg_column_size(vector) FROM %2$s LIMIT 1)")
                    .formatted(TABLE, FLOAT4_TABLE))) {
                row.next();
                return new StorageComparison(row.getLong(1), row.getLong(2), row.getInt(3), row.getInt(4));
            } finally {
                statement.execute("DROP TABLE " + FLOAT4_TABLE);
            }
        }
    }

    /** Builds the ANN index on the table. */
    public IndexReport buildIndex(Progress progress) throws SQLException, InterruptedException {
        return IndexBuilder.build(IndexPlan.on(ColumnName.parse(TABLE + ".vector")).build(), target::open, progress);
    }

    /** Runs all queries of the sample and judges the answers. */
    public SearchMeasurement search(int efSearch) throws SQLException {
        return new SearchRun(connection, sample, TABLE, K).measure(efSearch);
    }

    /** A search among some of the rows only. */
    public FilteredSearch filteredSearch() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET hnsw.iterative_scan = strict_order");
            List<String> columns = new ArrayList<>();
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(FILTERED)) {
                ResultSetMetaData meta = result.getMetaData();
                for (int column = 1; column <= meta.getColumnCount(); column++) {
                    columns.add(meta.getColumnLabel(column));
                }
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columns.size(); column++) {
                        row.add(text(result.getObject(column)));
                    }
                    rows.add(row);
                }
            }
            List<String> plan = new ArrayList<>();
            try (ResultSet lines = statement.executeQuery("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) " + FILTERED)) {
                while (lines.next()) {
                    plan.add(lines.getString(1));
                }
            }
            return new FilteredSearch(FILTERED, columns, rows, plan);
        }
    }

    /** The instruction set that the server's kernel uses. */
    public String serverInstructionSet() throws SQLException {
        return Sql.text(connection, "SELECT instruction_set FROM float2_kernel_info()");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static String text(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : String.valueOf(value);
    }

    private static String columnsWithFloat4Vector(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                SELECT string_agg(CASE attname WHEN 'vector' THEN 'array_f16_to_f32(vector) AS vector' ELSE quote_ident(attname) END,
                                  ', ' ORDER BY attnum)
                FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped""".formatted(TABLE))) {
            row.next();
            return row.getString(1);
        }
    }
}
