package io.float2.index;

import io.float2.UserException;
import io.float2.sql.ColumnInfo;
import io.float2.sql.Identifier;
import io.float2.sql.TableInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The partial B-tree indexes that part a table by the hash of a key. */
record HashParts(TableInfo table, List<IndexTask> tasks) {

    /** @throws UserException when table, columns or key are at fault */
    static HashParts of(Connection connection, HashPartsPlan plan) throws SQLException {
        TableInfo table = Tables.require(connection, plan.table());
        Tables.explain(connection, table, "ORDER BY " + plan.columns(), "the list of --columns " + plan.columns());
        plan.include().forEach(table::requireColumn);
        String hash = hash(connection, table, plan);
        long rows = Tables.rows(connection, table, null) / plan.parts();
        String include = plan.include().isEmpty() ? ""
                : " INCLUDE (" + plan.include().stream().map(Identifier::quote).collect(Collectors.joining(", ")) + ")";
        String base = plan.name() != null ? plan.name() : table.name().name() + "_hash";
        List<IndexTask> tasks = new ArrayList<>();
        for (int part = 0; part < plan.parts(); part++) {
            String definition = "ON " + table.name().quoted() + " (" + plan.columns() + ")" + include + " WHERE " + hash + " = " + part;
            tasks.add(new IndexTask(table.name().withName(base).withSuffix("_" + part), table.name(), definition,
                    plan.options().concurrently(), plan.options().memory(), rows));
        }
        return new HashParts(table, List.copyOf(tasks));
    }

    /** The expression that every query has to repeat. */
    private static String hash(Connection connection, TableInfo table, HashPartsPlan plan) throws SQLException {
        Optional<ColumnInfo> column = column(table, plan);
        if (column.isPresent()) {
            return "abs(mod(" + function(column.get(), table) + "(" + Identifier.quote(column.get().name()) + "), " + plan.parts() + "))";
        }
        Tables.explain(connection, table, "WHERE (" + plan.hashKey() + ") = 0", "the expression of --hash-key " + plan.hashKey());
        return "(" + plan.hashKey() + ")";
    }

    private static Optional<ColumnInfo> column(TableInfo table, HashPartsPlan plan) {
        if (plan.hashKey() == null) {
            return Optional.of(table.requireColumn(plan.include().get(0)));
        }
        try {
            return table.column(Identifier.parse(plan.hashKey()));
        } catch (UserException e) {
            // It is no name, so it is an expression.
            return Optional.empty();
        }
    }

    private static String function(ColumnInfo column, TableInfo table) {
        return switch (column.receive()) {
            case "int2recv", "int4recv", "int8recv" -> "hashint8";
            case "textrecv", "varcharrecv" -> "hashtext";
            case "uuid_recv" -> "uuid_hash";
            default -> throw new UserException("the column " + table.displayName() + "." + Identifier.display(column.name()) + " is of type "
                    + column.typeName() + ", for which --hash-key has to give an expression");
        };
    }
}
