package io.float2.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** One way to answer a search with a filter, on connections of its own. Not thread safe. */
interface SearchWay extends AutoCloseable {

    /** As the report names it. */
    String name();

    /** Settings that trade recall for time, by name; the first is in force. */
    List<String> settings();

    void set(String setting) throws SQLException;

    /**
     * Answers one query, the columns of the rows found included.
     *
     * @param found takes the numbers of the rows
     * @return how many there are
     */
    int search(int query, int[] found) throws SQLException, IOException;

    /** How it goes about it, in words. */
    String plan() throws SQLException;

    @Override
    void close() throws SQLException, IOException;
}
