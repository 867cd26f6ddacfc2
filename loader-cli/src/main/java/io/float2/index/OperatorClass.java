package io.float2.index;

import io.float2.UserException;
import io.float2.sql.ExtensionSchema;
import io.float2.sql.Identifier;
import io.float2.sql.Sql;
import io.float2.sql.VectorColumn;
import io.float2.sql.VectorType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** Finds the operator class for method, metric and element type. */
final class OperatorClass {

    private static final String FIND = """
            SELECT pg_opclass_is_visible(c.oid), n.nspname
              FROM pg_opclass AS c
              JOIN pg_am AS m ON m.oid = c.opcmethod AND m.amname = ?
              JOIN pg_namespace AS n ON n.oid = c.opcnamespace
              JOIN pg_depend AS d ON d.classid = 'pg_opclass'::regclass AND d.objid = c.oid AND d.deptype = 'e'
              JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = ?
             WHERE c.opcname = ?""";

    private OperatorClass() {}

    /**
     * The class as it stands in a statement: with its schema only when the search path does not show it.
     *
     * @throws UserException when there is no such class, or no such method in this database
     */
    static String find(Connection connection, IndexPlan plan, VectorColumn column) throws SQLException {
        ExtensionSchema.of(connection);
        IndexMethod method = IndexMethod.parse(plan.method());
        VectorType type = column.column().vectorType();
        if (!method.takes(type)) {
            throw new UserException("the method " + method.sqlName() + " takes no " + type + ", which is the type of " + column.displayName()
                    + "; " + (type.isArray() ? "ann and ann_ivfflat do" : "hnsw and ivfflat do"));
        }
        String name = plan.metric().operatorClass(type.elementName());
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, method.sqlName());
            statement.setString(2, method.isOnArrays() ? "float2" : "vector");
            statement.setString(3, name);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return (row.getBoolean(1) ? "" : Identifier.quote(row.getString(2)) + ".") + name;
                }
            }
        }
        if (Sql.number(connection, "SELECT count(*) FROM pg_am WHERE amname = '" + method.sqlName() + "'") == 0) {
            throw new UserException("the database has no method " + method.sqlName() + " yet: run ALTER EXTENSION float2 UPDATE in it");
        }
        throw new UserException("the method " + method.sqlName() + " has no operator class " + name + " for "
                + plan.metric().name().toLowerCase(Locale.ROOT) + " over " + type);
    }
}
