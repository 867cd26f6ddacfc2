package io.float2.tests;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an index build told of itself.
 *
 * @param hands threads or processes that built together; 1 for a serial build
 * @param messages all notices and debug messages
 */
record AnnBuild(int hands, List<String> messages) {

    private static final Pattern THREADS = Pattern.compile("building the graph in memory with (\\d+) threads");
    /** Processes beside the session's own. */
    private static final Pattern WORKERS = Pattern.compile("using (\\d+) parallel workers");

    /**
     * Runs a {@code CREATE INDEX} or {@code REINDEX} with the given number of workers, however small the table is.
     *
     * @param settings further ones, each as in {@code work_mem = '4MB'}
     */
    static AnnBuild run(TestDatabase database, String table, int workers, String statement, String... settings) throws SQLException {
        database.execute("ALTER TABLE " + table + " SET (parallel_workers = " + workers + ")");
        try (Connection connection = database.open()) {
            return run(connection, workers, statement, settings);
        }
    }

    /** The same for a table whose storage parameter parallel_workers is set already. */
    static AnnBuild run(Connection connection, int workers, String statement, String... settings) throws SQLException {
        try (Statement session = connection.createStatement()) {
            session.execute("SET max_parallel_maintenance_workers = " + workers);
            for (String setting : settings) {
                session.execute("SET " + setting);
            }
            session.execute("SET client_min_messages = debug1");
            session.execute(statement);
            return of(session.getWarnings());
        }
    }

    /** Whether more than one built. */
    boolean parallel() {
        return hands > 1;
    }

    private static AnnBuild of(SQLWarning first) {
        int hands = 1;
        List<String> messages = new ArrayList<>();
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            messages.add(warning.getMessage());
            Matcher threads = THREADS.matcher(warning.getMessage());
            Matcher workers = WORKERS.matcher(warning.getMessage());
            if (threads.find()) {
                hands = Integer.parseInt(threads.group(1));
            } else if (workers.find()) {
                hands = Integer.parseInt(workers.group(1)) + 1;
            }
        }
        return new AnnBuild(hands, messages);
    }
}
