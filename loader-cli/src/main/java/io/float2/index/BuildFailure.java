package io.float2.index;

import java.sql.SQLException;
import java.util.Set;

/** Tells a build that was interrupted, which is worth another try, from one that the server will refuse again. */
final class BuildFailure {

    /** Classes of SQLSTATE: connection, rollback (deadlock), resources, operator intervention, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58", "XX");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private BuildFailure() {}

    /** Whether it lies in the index or its table, and not in the moment. */
    static boolean isRefusal(Throwable failure) {
        if (failure instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().length() == 5) {
            return !PASSING.contains(sql.getSQLState().substring(0, 2)) && !LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
        }
        return false;
    }
}
