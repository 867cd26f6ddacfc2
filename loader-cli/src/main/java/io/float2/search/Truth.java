package io.float2.search;

import java.io.Closeable;
import java.sql.SQLException;

/** Knows how far away the true neighbours of a query are. */
interface Truth extends Closeable {

    /**
     * How many true neighbours there are, at most k, and the distance of the last of them.
     *
     * @param distance a result that is not farther away is a true neighbour
     */
    record Reach(int neighbours, double distance) {}

    Reach of(QueryFile.Query query) throws SQLException;

    /** In words, for the report. */
    String source();

    @Override
    void close();
}
