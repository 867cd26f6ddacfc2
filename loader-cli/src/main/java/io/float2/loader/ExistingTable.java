package io.float2.loader;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.Citus;
import io.float2.sql.ColumnInfo;
import io.float2.sql.ConnectionSource;
import io.float2.sql.Identifier;
import io.float2.sql.ServerCall;
import io.float2.sql.Sql;
import io.float2.sql.TableInfo;
import io.float2.sql.VectorColumn;
import io.float2.sql.VectorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A table that is there already; its rows stay unless it is truncated. */
final class ExistingTable implements LoadTarget {

    /** Rows of this size are moved out of line by default. */
    private static final int TOAST_THRESHOLD = 2_032;

    private final LoadPlan plan;
    private final Connection connection;
    private final TableInfo table;
    private final List<MappedColumn> columns = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private RowLayout layout;

    private ExistingTable(LoadPlan plan, Connection connection, TableInfo table) {
        this.plan = plan;
        this.connection = connection;
        this.table = table;
    }

    static ExistingTable find(LoadPlan plan, Connection connection) throws SQLException {
        TableInfo table = TableInfo.find(connection, plan.table()).orElseThrow(() -> new UserException("there is no table "
                + plan.table() + " in the database \"" + catalog(connection) + "\"; --create makes one"));
        if (table.kind() != 'r' && table.kind() != 'p' && table.kind() != 'f') {
            throw new UserException(plan.table() + " is not a table");
        }
        if (Citus.isDistributed(connection, table.oid())) {
            Citus.requireSameExtension(connection);
        }
        return new ExistingTable(plan, connection, table);
    }

    private static String catalog(Connection connection) {
        try {
            return connection.getCatalog();
        } catch (SQLException e) {
            throw new IllegalStateException("the driver knows the database's name", e);
        }
    }

    /** With several vector columns the files may decide which; then they are read for halves only if all are float2[]. */
    @Override
    public VectorType vectorType() {
        return ColumnBinding.onlyVector(plan, table).map(ColumnInfo::vectorType)
                .orElseGet(() -> table.vectorColumns().stream().allMatch(c -> c.vectorType().isHalf())
                        ? VectorType.FLOAT2_ARRAY : VectorType.FLOAT4_ARRAY);
    }

    @Override
    public String name() {
        return table.name().quoted();
    }

    @Override
    public void bind(SourceRows rows, Progress progress) throws SQLException {
        ColumnBinding binding = new ColumnBinding(plan, rows);
        List<BoundColumn> bound = binding.toExisting(table);
        layout = RowLayout.of(table, bound);
        bound.forEach(b -> columns.add(
                new MappedColumn(b.column(), table.requireColumn(b.column()).typeName(), binding.describe(b))));
        checkDimension(rows.dimension());
        if (plan.truncate()) {
            statements.add("TRUNCATE " + table.name().quoted());
        }
        ColumnInfo vector = layout.vectorColumn();
        if (vector.storage() != 'p' && vector.vectorType().storedBytes(rows.dimension()) > TOAST_THRESHOLD) {
            progress.note("the vectors of " + table.displayName() + "." + Identifier.display(vector.name()) + " are "
                    + vector.vectorType().storedBytes(rows.dimension()) + " bytes and may be stored out of line, where every scan "
                    + "has to fetch them; ALTER TABLE … SET STORAGE PLAIN before the load keeps vectors of up to 8,000 bytes in the row");
        }
    }

    private void checkDimension(int dimension) throws SQLException {
        VectorColumn column = new VectorColumn(table, layout.vectorColumn());
        OptionalInt inIndex = column.dimensionOfIndex(connection);
        OptionalInt inRows = plan.truncate() ? OptionalInt.empty() : column.dimensionOfRows(connection);
        String have = plan.sources().get(0) + " holds vectors of dimension " + dimension + ", but ";
        if (inIndex.isPresent() && inIndex.getAsInt() != dimension) {
            throw new UserException(have + "the ann index on " + column.displayName() + " is for dimension " + inIndex.getAsInt());
        }
        if (inRows.isPresent() && inRows.getAsInt() != dimension) {
            throw new UserException(have + "those in " + column.displayName() + " are of dimension " + inRows.getAsInt());
        }
    }

    @Override
    public List<MappedColumn> columns() {
        return columns;
    }

    @Override
    public List<String> statements() {
        return statements;
    }

    /** TRUNCATE locks the table until its transaction ends. */
    @Override
    public boolean inOneTransaction() {
        return plan.truncate();
    }

    @Override
    public RowLayout begin(Connection connection, boolean staged, Progress progress) throws SQLException, InterruptedException {
        if (plan.truncate() && plan.jobs() > 1) {
            progress.note("one connection does the whole load, as it has to be the one that truncates " + table.displayName());
        }
        for (String statement : statements) {
            ServerCall.run(connection, () -> Sql.execute(connection, statement));
        }
        return layout;
    }

    @Override
    public RowLayout resume(Connection connection, String staging) {
        return layout;
    }

    @Override
    public String staging() {
        return null;
    }

    @Override
    public boolean freezesRows() {
        return false;
    }

    @Override
    public void complete(Connection connection, Progress progress) {
        // The rows are all there is.
    }

    @Override
    public void undo(ConnectionSource connections, Progress progress) {
        // The rollback has undone everything.
    }

    @Override
    public void afterCommit(Connection connection, Progress progress) {
        progress.phase("analyze " + table.displayName(), Progress.UNKNOWN);
        try {
            ServerCall.run(connection, () -> Sql.execute(connection, "ANALYZE " + table.name().quoted()));
            progress.done();
        } catch (SQLException e) {
            progress.note("the rows are loaded, but ANALYZE has failed: " + e.getMessage());
        } catch (InterruptedException e) {
            progress.note("the rows are loaded, but ANALYZE was interrupted");
            Thread.currentThread().interrupt();
        }
    }
}
