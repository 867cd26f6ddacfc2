package io.float2.connect;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** Says in one sentence why a connection did not come about. */
final class ConnectSentence {

    private ConnectSentence() {}

    static String of(ConnectionTarget target, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String where = "cannot connect to the PostgreSQL server at " + target.address() + ": ";
        return switch (state) {
            case "28P01" -> where + "wrong or missing password for the user \"" + target.user()
                    + "\" (give it in PGPASSWORD or ~/.pgpass)";
            case "28000" -> where + "the user \"" + target.user() + "\" is not let in: " + serverMessage(failure);
            case "3D000" -> where + "there is no database \"" + target.database() + "\"";
            case "57P03" -> where + "the server is starting up or shutting down";
            case "53300" -> where + "it has no connection slot free (max_connections)";
            case "08004" -> where + serverMessage(failure);
            default -> where + networkCause(failure) + "; `float2 server start` starts a private one";
        };
    }

    private static String networkCause(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "the host name is not known";
            }
            if (cause instanceof SocketTimeoutException) {
                return "no answer in time";
            }
            if (cause instanceof ConnectException) {
                return "connection refused";
            }
        }
        return serverMessage(failure);
    }

    /** The server's own words without the severity in front. */
    private static String serverMessage(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int line = message.indexOf('\n');
        String first = line < 0 ? message : message.substring(0, line);
        int severity = first.indexOf(": ");
        return severity > 0 && first.substring(0, severity).equals("FATAL") ? first.substring(severity + 2) : first;
    }
}
