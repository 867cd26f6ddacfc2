package io.float2.bench;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns that a search is asked for, from the second on. */
final class Columns {

    private Columns() {}

    static Items.Item read(ResultSet row) throws SQLException {
        return new Items.Item(row.getString(2), row.getDouble(3), row.getInt(4), row.getString(5));
    }
}
