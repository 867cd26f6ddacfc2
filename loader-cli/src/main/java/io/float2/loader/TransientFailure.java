package io.float2.loader;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;

/** Failures of the server or the way to it that may be over in a moment. */
public final class TransientFailure {

    /** Serialization failure, deadlock; shutdown, crash, start of the server; two statements that make the same thing at once. */
    private static final Set<String> STATES = Set.of("40001", "40P01", "57P01", "57P02", "57P03", "55P03");

    /** The server refuses the connection, as for a way of proving who one is that the driver does not know. */
    private static final String REJECTED = "08004";

    private static final long FIRST_PAUSE = 500;
    private static final long LONGEST_PAUSE = 10_000;

    private TransientFailure() {}

    /** Whether the same work may well succeed a moment later. */
    public static boolean is(SQLException failure) {
        String state = state(failure);
        // 08: the connection; 53: disk, memory or connections are used up, which others may give back.
        return STATES.contains(state) || state.startsWith("08") && !isHopeless(failure, state) || state.startsWith("53");
    }

    /** Whether there is no such host, or what answers there cannot or will not talk to this program. */
    private static boolean isHopeless(SQLException failure, String state) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return true;
            }
        }
        return state.equals(REJECTED);
    }

    /** Whether no other work can succeed either: the server is gone, or it does not know the table or refuses the user. */
    static boolean endsLoad(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.startsWith("42")
                || state.startsWith("28") || state.startsWith("3D") || state.startsWith("0A");
    }

    private static String state(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }

    /** Milliseconds to wait before the attempt after this one, counted from 1. */
    static long pause(int attempt) {
        return Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(10, attempt - 1));
    }
}
