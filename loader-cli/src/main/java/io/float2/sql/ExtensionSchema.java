package io.float2.sql;

import io.float2.UserException;
import io.float2.connect.Extension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The schema that the extension was created in, which the search path need not have. */
public final class ExtensionSchema {

    private ExtensionSchema() {}

    /**
     * Finds the schema.
     *
     * @return its name, unquoted
     * @throws UserException when the database has no such extension
     */
    public static String of(Connection connection) throws SQLException {
        Extension.require(connection);
        return schemaOf(connection, "float2");
    }

    /**
     * The schema that pgvector was created in.
     *
     * @throws UserException when the database does not have it
     */
    public static String ofPgvector(Connection connection) throws SQLException {
        String schema = schemaOf(connection, "vector");
        if (schema == null) {
            throw new UserException("the database \"" + connection.getCatalog() + "\" does not have pgvector: CREATE EXTENSION vector");
        }
        return schema;
    }

    private static String schemaOf(Connection connection, String extension) throws SQLException {
        String sql = "SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = '"
                + extension + "'";
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
