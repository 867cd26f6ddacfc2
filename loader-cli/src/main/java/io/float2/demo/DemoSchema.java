package io.float2.demo;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The demo's own schema, so that it never touches a table of somebody else. */
final class DemoSchema {

    static final String NAME = "demo";

    private static final String MARK = "Made by the float2 demo, which drops and makes its tables anew.";

    private DemoSchema() {}

    /** @throws UserException when there is a schema of that name that the demo has not made */
    static void claim(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String comment = null;
            boolean exists;
            try (ResultSet row = statement.executeQuery("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = '"
                    + NAME + "'")) {
                exists = row.next();
                if (exists) {
                    comment = row.getString(1);
                }
            }
            if (!exists) {
                statement.execute("CREATE SCHEMA " + NAME);
                statement.execute("COMMENT ON SCHEMA " + NAME + " IS '" + MARK + "'");
            } else if (!MARK.equals(comment)) {
                throw new UserException("the database \"" + connection.getCatalog() + "\" has a schema \"" + NAME
                        + "\" that the demo has not made: run it on another server with --dir");
            }
        }
    }
}
