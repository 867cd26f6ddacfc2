package io.float2.index;

import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the database has under the name of an index. */
enum IndexState {
    /** Nothing. */
    MISSING,
    /** An index that answers nothing: its build was interrupted, or still goes on. */
    INVALID,
    /** An index that can be used. */
    VALID,
    /** Something that is no index. */
    NO_INDEX;

    private static final String ASK = """
            SELECT i.indisvalid AND i.indisready
              FROM pg_class AS c
              LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
             WHERE c.oid = to_regclass(?)""";

    static IndexState of(Connection connection, TableName index) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ASK)) {
            statement.setString(1, index.quoted());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return MISSING;
                }
                boolean valid = row.getBoolean(1);
                return row.wasNull() ? NO_INDEX : valid ? VALID : INVALID;
            }
        }
    }
}
