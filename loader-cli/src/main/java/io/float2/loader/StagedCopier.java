package io.float2.loader;

import io.float2.sql.ColumnInfo;
import io.float2.sql.Identifier;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Copies batches into a temporary table, and from there, many rows in one statement, into their own. The temporary table is small
 * enough to stay in the session's own memory ({@code temp_buffers}), and never reaches the log.
 */
final class StagedCopier {

    /** What {@link LoadSession} lets a session keep of temporary tables is a little more. */
    private static final long STAGE_BYTES = 24L << 20;

    private static final String STAGE = "pg_temp.float2_stage";

    /** Bytes of a row beside its vector, as a guess. */
    private static final int REST_OF_ROW = 100;

    private final CopyMethod method;
    private final RowLayout layout;
    private final int dimension;
    private final Connection connection;

    StagedCopier(CopyMethod method, RowLayout layout, int dimension, Connection connection) {
        this.method = method;
        this.layout = layout;
        this.dimension = dimension;
        this.connection = connection;
    }

    /** Copies until the queue is through. */
    CopyResult copy(RowEncoder encoder, BatchQueue queue, BatchCopier.Listener listener) throws SQLException, InterruptedException {
        Sql.execute(connection, createStage());
        BatchCopier copier = new BatchCopier(connection, copyStatement(), encoder, queue, listener);
        String insert = insertStatement();
        long rows = 0;
        while (!copier.ended()) {
            // The first one in a transaction gives the table new storage; the others only empty that.
            Sql.execute(connection, "TRUNCATE " + STAGE);
            long staged = copier.copy(rowsInStage());
            rows += staged == 0 ? 0 : insert(insert, copier, staged);
        }
        return CopyResult.of(rows, copier.sent(), encoder);
    }

    private long rowsInStage() {
        long vector = method.packed() ? (long) dimension * Short.BYTES : layout.vectorColumn().vectorType().storedBytes(dimension);
        return Math.max(1, STAGE_BYTES / (vector + REST_OF_ROW));
    }

    private long insert(String sql, BatchCopier copier, long staged) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        } catch (SQLException e) {
            throw BatchCopier.located(e, copier.lastRows(staged));
        }
    }

    /** Nothing is compressed, and what fits stays in the page. */
    private String createStage() {
        String columns = layout.targets().stream()
                .map(c -> Identifier.quote(c.name()) + " " + (method.packs(layout, c) ? "bytea" : c.typeName()))
                .collect(Collectors.joining(", "));
        return "CREATE TEMPORARY TABLE IF NOT EXISTS float2_stage (" + rowColumn() + " int8, " + columns
                + ") WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS; ALTER TABLE " + STAGE + " ALTER COLUMN "
                + Identifier.quote(layout.vectorColumn().name()) + " SET STORAGE EXTERNAL";
    }

    /** The number of the row, to tell which of several with the same key is the last. */
    private String rowColumn() {
        String name = "float2_row";
        while (true) {
            String candidate = name;
            if (layout.targets().stream().noneMatch(c -> c.name().equals(candidate))) {
                return Identifier.quote(name);
            }
            name += "_";
        }
    }

    private String copyStatement() {
        return "COPY " + STAGE + " (" + rowColumn() + ", " + columns(c -> Identifier.quote(c.name())) + ") FROM STDIN WITH (FORMAT binary)";
    }

    private String insertStatement() {
        String names = columns(c -> Identifier.quote(c.name()));
        String values = columns(c -> method.packs(layout, c)
                ? method.unpack() + "(" + Identifier.quote(c.name()) + ")" : Identifier.quote(c.name()));
        String insert = "INSERT INTO " + layout.table().name().quoted() + " (" + names + ") SELECT ";
        String key = method.key().stream().map(Identifier::quote).collect(Collectors.joining(", "));
        return switch (method.onConflict()) {
            case FAIL -> insert + values + " FROM " + STAGE;
            case NOTHING -> insert + values + " FROM " + STAGE + " ON CONFLICT (" + key + ") DO NOTHING";
            // In the order of the key, so that two connections do not wait for each other.
            case UPDATE -> insert + "DISTINCT ON (" + key + ") " + values + " FROM " + STAGE + " ORDER BY " + key + ", " + rowColumn()
                    + " DESC ON CONFLICT (" + key + ") DO UPDATE SET " + assignments();
        };
    }

    private String assignments() {
        List<ColumnInfo> rest = layout.targets().stream().filter(c -> !method.key().contains(c.name())).toList();
        return rest.stream().map(c -> Identifier.quote(c.name()) + " = excluded." + Identifier.quote(c.name()))
                .collect(Collectors.joining(", "));
    }

    private String columns(Function<ColumnInfo, String> written) {
        return layout.targets().stream().map(written).collect(Collectors.joining(", "));
    }
}
