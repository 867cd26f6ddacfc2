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
        String sql = "SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'float2'";
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
