package io.float2.connect;

import java.sql.SQLException;

/**
 * No connection came about. The message is one whole sentence that names host, port and cause; the SQLSTATE is the driver's, so
 * that a caller can still tell a server that is starting up from a wrong password.
 */
public final class ConnectFailure extends SQLException {

    private static final long serialVersionUID = 1L;

    ConnectFailure(String sentence, SQLException cause) {
        super(sentence, cause.getSQLState(), cause);
    }
}
