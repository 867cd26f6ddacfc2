package io.float2.loader;

import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.VectorType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The table that is loaded: one that is there, or one that the load makes. The methods are called in the order in which they stand
 * here; {@link #begin} and {@link #complete} on connections outside autocommit mode, in transactions that the caller ends.
 */
interface LoadTarget {

    /** What the vectors become; known before the files are opened, since it decides how their numbers are read. */
    VectorType vectorType();

    /** The name that the table has or will have, with its schema, as SQL writes it. */
    String name();

    /** Decides what goes where, and checks what can be checked before anything is written. */
    void bind(SourceRows rows, Progress progress) throws SQLException;

    /** What goes where, for people. */
    List<MappedColumn> columns();

    /** The data definition that will be, or has been, run. */
    List<String> statements();

    /** Whether all rows have to come in one transaction. */
    boolean inOneTransaction();

    /**
     * Makes the table ready for rows.
     *
     * @param staged whether the rows come in other transactions: nobody is to see a new table before {@link #complete}
     * @return where the rows go
     */
    RowLayout begin(Connection connection, boolean staged, Progress progress) throws SQLException, InterruptedException;

    /**
     * Goes on with what {@link #begin} made in an earlier run.
     *
     * @param staging the name of the table with the rows when it is not that of the target, as SQL writes it, else null
     * @return where the rows go
     */
    RowLayout resume(Connection connection, String staging) throws SQLException;

    /** The name of the table that the rows go into when it is not that of the target, as SQL writes it; else null. */
    String staging();

    /** Whether rows that come in the transaction of {@link #begin} may be written as if vacuumed: when nobody else can see the table. */
    boolean freezesRows();

    /** Runs what has to follow the rows; they are all in the table by then. It may be called again after a rollback. */
    void complete(Connection connection, Progress progress) throws SQLException, InterruptedException;

    /** Removes a table of its own that {@link #begin} left behind; what cannot be removed is told as a note. */
    void undo(ConnectionSource connections, Progress progress);

    /** Runs what may follow the commit, in autocommit mode; as the rows are in, a failure is no more than a note. */
    void afterCommit(Connection connection, Progress progress);
}
