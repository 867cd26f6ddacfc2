package io.float2.loader;

import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.VectorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The table that is loaded: one that is there, or one that the load makes. The methods are called in the order in which they stand
 * here, on one connection outside autocommit mode; after {@link #begin} either {@link #complete} and a commit follow, or a
 * rollback and {@link #undo}.
 */
interface LoadTarget {

    /** What the vectors become; known before the files are opened, since it decides how their numbers are read. */
    VectorType vectorType();

    /** Decides what goes where, and checks what can be checked before anything is written. */
    void bind(SourceRows rows, Progress progress) throws SQLException;

    /** What goes where, for people. */
    List<MappedColumn> columns();

    /** The data definition that will be, or has been, run. */
    List<String> statements();

    /** How many connections may copy at once. */
    int jobs();

    /**
     * Makes the table ready for rows.
     *
     * @return where the rows go
     */
    RowLayout begin(Connection connection, Progress progress) throws SQLException, InterruptedException;

    /** Whether the rows may be written as if vacuumed: when nobody else can see the table before the commit. */
    boolean freezesRows();

    /** Runs what has to follow the rows, in the transaction that makes them visible; they are all in the table by then. */
    void complete(Connection connection, Progress progress) throws SQLException, InterruptedException;

    /** Whether rows show under the table's name as soon as one of several connections commits. */
    boolean showsEveryCommit();

    /** Removes what {@link #begin} left behind in spite of the rollback; what cannot be removed is told as a note. */
    void undo(ConnectionSource connections, Progress progress);

    /** Runs what may follow the commit; as the rows are in, a failure is no more than a note. */
    void afterCommit(Connection connection, Progress progress);
}
