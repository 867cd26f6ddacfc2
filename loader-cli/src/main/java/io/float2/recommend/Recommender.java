package io.float2.recommend;

import io.float2.UserException;
import io.float2.connect.Extension;
import io.float2.sql.ConnectionSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;

/** The recommender in a database: the schema {@code recommend}. */
public final class Recommender {

    private Recommender() {}

    /**
     * Makes the schema with its tables and functions; all of it or nothing.
     *
     * @throws UserException when it is there already
     */
    public static void install(ConnectionSource connections, InstallPlan plan) throws SQLException {
        try (Connection connection = connections.open()) {
            Extension.require(connection);
            if (isInstalled(connection)) {
                throw new UserException("the recommender is installed already: the schema recommend is there");
            }
            connection.setAutoCommit(false);
            for (String piece : RecommendScripts.installation()) {
                execute(connection, withoutTransactionCommands(piece));
            }
            set(connection, plan);
            connection.commit();
        }
    }

    /** Leaves it to the server where one statement ends and the next begins; the driver does not know all of SQL's blocks. */
    private static void execute(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(BaseStatement.class).executeWithFlags(statements, QueryExecutor.QUERY_EXECUTE_AS_SIMPLE);
        }
    }

    /** The transaction is this side's, so that the parameters belong to it, too. */
    private static String withoutTransactionCommands(String sql) {
        return sql.replaceAll("(?m)^(BEGIN|COMMIT);$", "");
    }

    private static void set(Connection connection, InstallPlan plan) throws SQLException {
        if (plan.parts() != InstallPlan.DEFAULT.parts()) {
            call(connection, "CALL recommend.set_parts(?)", plan.parts());
        }
        List<Integer> shares = plan.shares();
        call(connection, "SELECT recommend.set_shares(?, ?, ?)", shares.get(0), shares.get(1), shares.get(2));
        Array quotas = connection.createArrayOf("integer", plan.quotas().toArray());
        call(connection, "SELECT recommend.set_quotas(?)", quotas);
        call(connection, "CALL recommend.set_read_list_type(?)", plan.readListType());
        if (plan.reach()) {
            call(connection, "CALL recommend.count_reach()");
        }
    }

    private static void call(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** Drops the schema with all that is in it. */
    public static void uninstall(ConnectionSource connections) throws SQLException {
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            requireInstalled(connection);
            statement.execute("DROP SCHEMA IF EXISTS recommend_seed, recommend CASCADE");
        }
    }

    /** @throws UserException when the recommender is not in the database */
    static void requireInstalled(Connection connection) throws SQLException {
        if (!isInstalled(connection)) {
            throw new UserException("the recommender is not in this database; `float2 recommend install` puts it there");
        }
    }

    private static boolean isInstalled(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'recommend'") > 0;
    }

    /** The first value of the first row. */
    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
