package io.float2.tests;

import io.float2.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A test class' own database, with the extension in it.
 *
 * @param target where it is
 */
public record TestDatabase(ConnectionTarget target) {

    /** A new connection, which the caller closes. */
    public Connection open() throws SQLException {
        return target.open();
    }

    /** What {@code --dsn} takes. */
    public String url() {
        return target.url();
    }

    /** Runs the command in this process, connected to this database. */
    public Cli.Result cli(String... args) {
        List<String> withDsn = new ArrayList<>(Arrays.asList(args));
        withDsn.add("--dsn");
        withDsn.add(url());
        return Cli.run(withDsn.toArray(String[]::new));
    }

    /** Runs statements that return nothing, one after the other, each in its own transaction. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /**
     * The first column of the first row as text, of the last result when there are several statements; null for SQL's NULL; fails
     * when there is no row.
     */
    public String value(String query) throws SQLException {
        return Sql.lastValue(target, query);
    }

    /** The first column of all rows as text, of the last result when there are several statements. */
    public List<String> values(String query) throws SQLException {
        return Sql.lastValues(target, query);
    }
}
