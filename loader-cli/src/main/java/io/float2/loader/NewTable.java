package io.float2.loader;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.Cleanup;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExtensionSchema;
import io.float2.sql.Identifier;
import io.float2.sql.ServerCall;
import io.float2.sql.TableInfo;
import io.float2.sql.TableName;
import io.float2.sql.VectorType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A table that the load makes.
 *
 * <p>With one connection everything, from the removal of an old table to the primary key, is one transaction. With more, the rows
 * go into a table under another name, which has to be committed first so that all connections see it; it gets its name, in one
 * transaction with the removal of the old one and the primary key, once all rows are in it. Nobody ever sees half a table under
 * the name wanted, and when the load fails the other one is dropped.
 */
final class NewTable implements LoadTarget {

    private final LoadPlan plan;
    private final boolean inTheWay;
    private final String vectorSqlType;
    private final int blockSize;

    private final List<MappedColumn> columns = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private TableDesign design;
    private List<BoundColumn> bound;
    private TableName staging;

    private NewTable(LoadPlan plan, boolean inTheWay, String vectorSqlType, int blockSize) {
        this.plan = plan;
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
        int blockSize = Math.toIntExact(Sql.number(connection, "SELECT current_setting('block_size')::int8"));
        return new NewTable(plan, exists, vectorSqlType(connection, plan.vectorType()), blockSize);
    }

    /** With the schema only when the search path does not show the extension's types. */
    private static String vectorSqlType(Connection connection, VectorType type) throws SQLException {
        if (type == VectorType.FLOAT4_ARRAY) {
            return "float4[]";
        }
        String array = Identifier.quote(ExtensionSchema.of(connection)) + "." + Identifier.quote(type.elementName()) + "[]";
        try (PreparedStatement statement = connection.prepareStatement("SELECT format_type(to_regtype(?), NULL)")) {
            statement.setString(1, array);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Override
    public VectorType vectorType() {
        return plan.vectorType();
    }

    @Override
    public void bind(SourceRows rows, Progress progress) {
        ColumnBinding binding = new ColumnBinding(plan, rows);
        bound = binding.toNew();
        design = TableDesign.of(plan, rows, bound, vectorSqlType, blockSize, progress);
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

    @Override
    public List<MappedColumn> columns() {
        return columns;
    }

    @Override
    public List<String> statements() {
        return statements;
    }

    @Override
    public int jobs() {
        return plan.jobs();
    }

    @Override
    public boolean freezesRows() {
        return plan.jobs() == 1;
    }

    @Override
    public RowLayout begin(Connection connection, Progress progress) throws SQLException, InterruptedException {
        boolean staged = plan.jobs() > 1;
        TableName name = staged ? stagingName() : plan.table();
        if (inTheWay && !staged) {
            ServerCall.run(connection, () -> Sql.execute(connection, dropOld()));
        }
        for (String statement : design.statements(name)) {
            Sql.execute(connection, statement);
        }
        if (staged) {
            staging = name;
            connection.commit();
        }
        return RowLayout.of(TableInfo.require(connection, name), bound);
    }

    private TableName stagingName() {
        String suffix = "__loading_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        String name = plan.table().name();
        int most = Identifier.MAX_BYTES - suffix.length();
        while (name.getBytes(StandardCharsets.UTF_8).length > most) {
            name = name.substring(0, name.length() - 1);
        }
        return plan.table().withName(name + suffix);
    }

    @Override
    public void complete(Connection connection, Progress progress) throws SQLException, InterruptedException {
        if (staging != null) {
            if (inTheWay) {
                ServerCall.run(connection, () -> Sql.execute(connection, dropOld()));
            }
            Sql.execute(connection, "ALTER TABLE " + staging.quoted() + " RENAME TO " + Identifier.quote(plan.table().name()));
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
        return "ALTER TABLE " + plan.table().quoted() + " ADD PRIMARY KEY (" + Identifier.quote(design.key()) + ")";
    }

    @Override
    public boolean showsEveryCommit() {
        return false;
    }

    @Override
    public void undo(ConnectionSource connections, Progress progress) {
        if (staging == null) {
            return;
        }
        try {
            Cleanup.run(connections, "DROP TABLE IF EXISTS " + staging.quoted());
        } catch (SQLException e) {
            progress.note("the empty table " + staging + " is left behind and has to be dropped by hand: " + e.getMessage());
        }
    }

    @Override
    public void afterCommit(Connection connection, Progress progress) {
        // The statistics came with the rows.
    }
}
