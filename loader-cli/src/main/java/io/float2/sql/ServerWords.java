package io.float2.sql;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server said of a failure, in one line. */
public final class ServerWords {

    private ServerWords() {}

    public static String of(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        return server == null || server.getMessage() == null ? String.valueOf(failure.getMessage()) : server.getMessage();
    }
}
