package io.float2.index;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ColumnInfo;
import io.float2.sql.Identifier;
import io.float2.sql.TableInfo;
import io.float2.sql.TableName;
import io.float2.sql.VectorColumn;
import io.float2.sql.VectorType;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What all indexes of a plan have in common, looked up and checked.
 *
 * @param shards 1 for a table on one server
 */
record IndexDesign(IndexPlan plan, VectorColumn column, int dimension, String operatorClass, int shards) {

    /** @throws UserException when table, column or plan are at fault */
    static IndexDesign of(Connection connection, IndexPlan plan) throws SQLException {
        TableInfo table = Tables.require(connection, plan.column().table());
        ColumnInfo column = table.requireColumn(plan.column().column());
        if (column.vectorType() == null) {
            throw new UserException("the column " + plan.column() + " is of type " + column.typeName()
                    + ", but vectors are float2[], float4[], smallint[], halfvec or vector");
        }
        VectorColumn vectors = new VectorColumn(table, column);
        String operatorClass = OperatorClass.find(connection, plan, vectors);
        return new IndexDesign(plan, vectors, dimension(connection, plan, vectors), operatorClass,
                Math.max(1, Tables.shards(connection, table.name())));
    }

    /** Given, or as the first row has it; of pgvector's types it belongs to the column. */
    private static int dimension(Connection connection, IndexPlan plan, VectorColumn column) throws SQLException {
        boolean given = plan.dimension() != IndexPlan.DEFAULT;
        if (given && column.column().vectorType().isArray()) {
            return plan.dimension();
        }
        int dimension = column.dimensionOfRows(connection).orElseThrow(() -> unknownDimension(column));
        if (given && plan.dimension() != dimension) {
            throw new UserException("the column " + column.displayName() + " is of dimension " + dimension + ", not " + plan.dimension());
        }
        return dimension;
    }

    private static UserException unknownDimension(VectorColumn column) {
        VectorType type = column.column().vectorType();
        return new UserException(type.isArray()
                ? column.displayName() + " has no vectors yet to tell their dimension; --dim gives it"
                : "the column " + column.displayName() + " is of type " + type + " without a dimension, which an index needs: ALTER TABLE "
                        + column.table().displayName() + " ALTER " + Identifier.display(column.column().name()) + " TYPE " + type
                        + "(…) gives it one");
    }

    /** @param rows in the index; each shard has an index of its own over its part of them, with lists and memory for that */
    IndexStatement statement(long rows) {
        return new IndexStatement(plan, column, dimension, operatorClass, rows / shards);
    }

    /** @param predicate of the index, or null */
    IndexTask task(TableName index, IndexStatement statement, String predicate) {
        return new IndexTask(index, column.table().name(), statement.definition(predicate), plan.options().concurrently(),
                plan.options().memory(), statement.rows() * shards);
    }

    /** Says before a build what its memory will not do for. */
    void warn(IndexStatement statement, BuildMemory memory, Progress progress) {
        IndexMethod method = IndexMethod.parse(plan.method());
        String warning = method.isGraph() ? memory.warning(statement.rows(), statement.workBytes()) : memory.listWarning(statement.workBytes());
        if (warning != null) {
            progress.note(warning);
        }
        // ann leaves to pgvector's processes only what does not fit; before that its threads share memory of their own.
        boolean processes = method.isGraph() && (!method.isOnArrays() || warning != null);
        if (processes && memory.sharedWarning() != null) {
            progress.note(memory.sharedWarning());
        }
    }
}
