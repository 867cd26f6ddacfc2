package io.float2.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the one database that a job works on; {@code ConnectionTarget::open} is one. Thread safe. */
@FunctionalInterface
public interface ConnectionSource {

    /** Opens a new connection in autocommit mode, which the caller closes. */
    Connection open() throws SQLException;
}
