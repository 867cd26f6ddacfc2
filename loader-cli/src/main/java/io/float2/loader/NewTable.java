package io.float2.loader;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.Citus;
import io.float2.sql.Cleanup;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExtensionSchema;
import io.float2.sql.Identifier;
import io.float2.sql.ServerCall;
import io.float2.sql.Sql;
import io.float2.sql.TableInfo;
import io.float2.sql.TableName;
import io.float2.sql.VectorType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * A table that the load makes.
 *
 * <p>When all rows come in one transaction, that is the one that makes the table, from the removal of an old one to the primary key.
 * When they come in several, they go into a table under another name; it gets its own, in one transaction with the removal of the old
 * one and the primary key, once all rows are in it. Nobody ever sees half a table under the name wanted. The other one stays as long
 * as the load can go on, and the ledger knows it.
 */
final class NewTable implements LoadTarget {

    private final LoadPlan plan;
    private final TableName name;
    private final boolean inTheWay;
    private final String vectorSqlType;
    private final int blockSize;

    private final List<MappedColumn> columns = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private TableDesign design;
    private List<BoundColumn> bound;
    private TableName staging;

    private NewTable(LoadPlan plan, TableName name, boolean inTheWay, String vectorSqlType, int blockSize) {
        this.plan = plan;
        this.name = name;
        this.inTheWay = inTheWay;
        this.vectorSqlType = vectorSqlType;
        this.blockSize = blockSize;
    }

    static NewTable plan(LoadPlan plan, Connection connection) throws SQLException {
        boolean exists = TableInfo.find(connection, plan.table()).isPresent();
        if (exists && !plan.drop()) {
            throw new UserException("the table " + plan.table() + " exists already; --drop replaces it, and without --create the "
                    + "rows are added to it");
        }
        if (plan.layout().isDistributed()) {
            Citus.requireNodes(connection);
        }
        int blockSize = Math.toIntExact(Sql.number(connection, "SELECT current_setting('block_size')::int8"));
        return new NewTable(plan, withSchema(plan.table(), connection), exists, vectorSqlType(connection, plan.vectorType()), blockSize);
    }

    private static TableName withSchema(TableName name, Connection connection) throws SQLException {
        String schema = name.schema() != null ? name.schema() : Sql.text(connection, "SELECT current_schema()");
        return new TableName(schema, name.name());
    }

    /** With the schema only when the search path does not show the type. */
    private static String vectorSqlType(Connection connection, VectorType type) throws SQLException {
        return switch (type) {
            case FLOAT4_ARRAY -> "float4[]";
            case INT2_ARRAY -> "smallint[]";
            case FLOAT2_ARRAY -> shownType(connection, ExtensionSchema.of(connection), type.label());
            case HALFVEC, VECTOR -> shownType(connection, ExtensionSchema.ofPgvector(connection), type.label());
        };
    }

    private static String shownType(Connection connection, String schema, String type) throws SQLException {
        String bare = type.replace("[]", "");
        String qualified = Identifier.quote(schema) + "." + Identifier.quote(bare) + type.substring(bare.length());
        try (PreparedStatement statement = connection.prepareStatement("SELECT format_type(to_regtype(?), NULL)")) {
            statement.setString(1, qualified);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && row.getString(1) != null) {
                    return row.getString(1);
                }
                throw new UserException("the pgvector in this database has no type " + type);
            }
        }
    }

    @Override
    public VectorType vectorType() {
        return plan.vectorType();
    }

    @Override
    public String name() {
        return name.quoted();
    }

    @Override
    public void bind(SourceRows rows, Progress progress) {
        ColumnBinding binding = new ColumnBinding(plan, rows);
        bound = binding.toNew();
        requireDistributionColumn();
        // pgvector's indexes want to know the dimension from the type.
        String type = plan.vectorType().isArray() ? vectorSqlType : vectorSqlType + "(" + rows.dimension() + ")";
        design = TableDesign.of(plan, rows, bound, type, blockSize, progress);
        for (BoundColumn column : bound) {
            columns.add(new MappedColumn(column.column(), design.typeOf(column.column()), binding.describe(column)));
        }
        if (inTheWay) {
            statements.add(dropOld());
        }
        statements.addAll(design.statements(plan.table()));
        if (design.key() != null) {
            statements.add(addKey());
        }
        if (!design.fitsPage()) {
            progress.note("a vector of dimension " + rows.dimension() + " does not fit into a page of " + blockSize
                    + " bytes with the rest of its row, so vectors are stored out of line");
        }
    }

    private void requireDistributionColumn() {
        String wanted = plan.layout().distributeBy();
        if (wanted != null && bound.stream().noneMatch(column -> column.column().equals(wanted)
                && !(column.source() instanceof ColumnSource.Vector))) {
            throw new UserException("the table " + plan.table() + " cannot be distributed by " + Identifier.display(wanted)
                    + ": its columns are " + bound.stream().map(column -> Identifier.display(column.column()))
                    .collect(Collectors.joining(", ")) + ", and it has to be one of them without vectors");
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

    @Override
    public boolean inOneTransaction() {
        return false;
    }

    @Override
    public RowLayout begin(Connection connection, boolean staged, Progress progress) throws SQLException, InterruptedException {
        TableName made = staged ? stagingName() : plan.table();
        if (inTheWay && !staged) {
            ServerCall.run(connection, () -> Sql.execute(connection, dropOld()));
        }
        for (String statement : design.statements(made)) {
            Sql.execute(connection, statement);
        }
        if (staged) {
            staging = made;
        }
        return RowLayout.of(TableInfo.require(connection, made), bound);
    }

    @Override
    public RowLayout resume(Connection connection, String stagingName) throws SQLException {
        staging = TableName.parse(stagingName);
        return RowLayout.of(TableInfo.require(connection, staging), bound);
    }

    @Override
    public String staging() {
        return staging == null ? null : staging.quoted();
    }

    @Override
    public boolean freezesRows() {
        // The server does not do that for a partitioned table, and Citus has rows written by other sessions.
        return plan.layout().partitions() == 0 && !plan.layout().isDistributed();
    }

    private TableName stagingName() {
        return name.withSuffix("__loading_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36));
    }

    @Override
    public void complete(Connection connection, Progress progress) throws SQLException, InterruptedException {
        if (staging != null) {
            if (inTheWay) {
                ServerCall.run(connection, () -> Sql.execute(connection, dropOld()));
            }
            List<TableName> partitions = design.partitions(staging);
            for (int i = 0; i < partitions.size(); i++) {
                rename(connection, partitions.get(i), design.partitions(name).get(i));
            }
            rename(connection, staging, name);
        }
        if (design.key() != null) {
            progress.phase("primary key of " + plan.table(), Progress.UNKNOWN);
            try {
                ServerCall.run(connection, () -> Sql.execute(connection, addKey()));
            } catch (SQLException e) {
                throw keyFailure(e);
            }
            progress.done();
        }
        progress.phase("analyze " + plan.table(), Progress.UNKNOWN);
        ServerCall.run(connection, () -> Sql.execute(connection, "ANALYZE " + plan.table().quoted()));
        progress.done();
    }

    private static void rename(Connection connection, TableName from, TableName to) throws SQLException {
        Sql.execute(connection, "ALTER TABLE " + from.quoted() + " RENAME TO " + Identifier.quote(to.name()));
    }

    private SQLException keyFailure(SQLException failure) {
        String column = "the column " + Identifier.display(design.key());
        String mend = "; --no-key loads it without one, --id NAME makes a key of the row numbers";
        return switch (String.valueOf(failure.getSQLState())) {
            case "23505" -> throw new UserException(column + " holds a value twice and cannot be the primary key" + mend, failure);
            case "23502" -> throw new UserException(column + " holds a NULL and cannot be the primary key" + mend, failure);
            default -> failure;
        };
    }

    private String dropOld() {
        return "DROP TABLE " + plan.table().quoted();
    }

    private String addKey() {
        return "ALTER TABLE " + plan.table().quoted() + " ADD PRIMARY KEY (" + design.keyColumns() + ")";
    }

    @Override
    public void undo(ConnectionSource connections, Progress progress) {
        if (staging == null) {
            return;
        }
        try {
            Cleanup.run(connections, "DROP TABLE IF EXISTS " + staging.quoted());
            staging = null;
        } catch (SQLException e) {
            progress.note("the empty table " + staging + " is left behind and has to be dropped by hand: " + e.getMessage());
        }
    }

    @Override
    public void afterCommit(Connection connection, Progress progress) {
        // The statistics came with the rows.
    }
}
