package io.float2.loader;

import io.float2.UserException;
import io.float2.sql.ColumnInfo;
import io.float2.sql.ExtensionSchema;
import io.float2.sql.Identifier;
import io.float2.sql.VectorType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * How rows get from batches into the table: by COPY straight into it, or by COPY into a temporary table and INSERT from there. The
 * second way takes conflicts, and vectors as plain bytes.
 *
 * @param unpack function that makes an array of bytes, as SQL writes it; null when vectors travel as arrays
 * @param key columns that tell rows apart; empty when a conflict is a failure
 */
record CopyMethod(boolean staged, String unpack, ConflictPolicy onConflict, List<String> key) {

    /**
     * From this dimension on the way by bytes is the faster one into a table without indexes; docs/load-speed.md has the figures.
     * Rows that go by way of a temporary table in any case are packed whatever their dimension.
     */
    static final int PACKED_FROM = 32;

    /** By COPY into the table, vectors as arrays. */
    static final CopyMethod STRAIGHT = new CopyMethod(false, null, ConflictPolicy.FAIL, List.of());

    /** Chooses for a table. */
    static CopyMethod choose(LoadPlan plan, RowLayout layout, int dimension, Connection connection) throws SQLException {
        boolean conflicts = plan.onConflict() != ConflictPolicy.FAIL;
        boolean worthwhile = plan.transfer() == Transfer.PACKED
                || plan.transfer() == Transfer.AUTO && (conflicts || dimension >= PACKED_FROM);
        String unpack = worthwhile ? unpackFunction(layout, connection) : null;
        if (unpack == null && plan.transfer() == Transfer.PACKED) {
            throw new UserException("vectors cannot travel packed: that takes a column of type float2[], version 0.3.0 of the extension, "
                    + "which ALTER EXTENSION float2 UPDATE brings, and the right to make temporary tables in the database");
        }
        if (!conflicts) {
            return unpack == null ? STRAIGHT : new CopyMethod(true, unpack, ConflictPolicy.FAIL, List.of());
        }
        return new CopyMethod(true, unpack, plan.onConflict(), ConflictKey.of(layout, connection));
    }

    private static String unpackFunction(RowLayout layout, Connection connection) throws SQLException {
        if (layout.vectorColumn().vectorType() != VectorType.FLOAT2_ARRAY) {
            return null;
        }
        String function = Identifier.quote(ExtensionSchema.of(connection)) + ".float2_from_bytes";
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT to_regprocedure(?) IS NOT NULL AND has_database_privilege(current_database(), 'TEMPORARY')")) {
            statement.setString(1, function + "(bytea)");
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1) ? function : null;
            }
        }
    }

    /** Whether vectors travel as plain bytes. */
    boolean packed() {
        return unpack != null;
    }

    /** For people. */
    String describe() {
        return packed() ? "packed" : "arrays";
    }

    /** Copies all batches of a queue, in the transaction that the connection is in. */
    CopyResult copy(Connection connection, RowLayout layout, boolean freeze, int dimension, RowRules rules, BatchQueue queue,
            BatchCopier.Listener listener) throws SQLException, InterruptedException {
        if (staged) {
            return new StagedCopier(this, layout, dimension, connection)
                    .copy(layout.newStagedEncoder(dimension, rules, packed()), queue, listener);
        }
        RowEncoder encoder = layout.newEncoder(dimension, rules);
        return new BatchCopier(connection, layout.copyStatement(freeze), encoder, queue, listener).copy();
    }

    /** Whether the value of a column is a vector that travels as bytes. */
    boolean packs(RowLayout layout, ColumnInfo column) {
        return packed() && column.equals(layout.vectorColumn());
    }
}
