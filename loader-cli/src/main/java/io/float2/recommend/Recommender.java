package io.float2.recommend;

import io.float2.UserException;
import io.float2.connect.Extension;
import io.float2.sql.Citus;
import io.float2.sql.ConnectionSource;
import io.float2.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;

/** The recommender in a database: the schema {@code recommend}. */
public final class Recommender {

    /** The version of the extension that the packed sets of ids came with, and the reader of ranked pools. */
    private static final String WITH_ID_SETS = "0.3.0";

    private Recommender() {}

    /**
     * Makes the schema with its tables and functions; all of it or nothing.
     *
     * @throws UserException when it is there already
     */
    public static void install(ConnectionSource connections, InstallPlan plan) throws SQLException {
        try (Connection connection = connections.open()) {
            Extension.require(connection, WITH_ID_SETS, "the recommender");
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

    /**
     * Spreads users and read lists over the nodes of Citus; all of it or nothing.
     *
     * @param shards null for as many as the server's citus.shard_count says
     * @throws UserException when a node is at fault; the sentence names it
     */
    public static void distribute(ConnectionSource connections, Integer shards) throws SQLException {
        try (Connection connection = connections.open()) {
            requireInstalled(connection);
            Citus.requireNodes(connection);
            if (Sql.number(connection, "SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = 'recommend.users'::regclass") > 0) {
                throw new UserException("the recommender's users are distributed already");
            }
            call(connection, "CALL recommend.distribute(?::integer)", shards);
        }
    }

    /** Drops the schema with all that is in it. */
    public static void uninstall(ConnectionSource connections) throws SQLException {
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            requireInstalled(connection);
            statement.execute("DROP SCHEMA IF EXISTS recommend_reference, recommend CASCADE");
        }
    }

    /** @throws UserException when the recommender is not in the database */
    static void requireInstalled(Connection connection) throws SQLException {
        if (!isInstalled(connection)) {
            throw new UserException("the recommender is not in this database; `float2 recommend install` puts it there");
        }
    }

    private static boolean isInstalled(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'recommend'") > 0;
    }
}
