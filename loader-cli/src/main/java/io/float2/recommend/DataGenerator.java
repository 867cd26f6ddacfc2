package io.float2.recommend;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Fills an installed recommender with made-up videos, users and read lists. */
public final class DataGenerator {

    private final DataPlan plan;
    private final ConnectionSource connections;
    private final Progress progress;

    private DataGenerator(DataPlan plan, ConnectionSource connections, Progress progress) {
        this.plan = plan;
        this.connections = connections;
        this.progress = progress;
    }

    /**
     * Makes the data; indexes are built after the rows are there.
     *
     * @param replace whether data that are there may be dropped; without it they are a failure
     * @throws UserException when the recommender is not installed, or has data that may not go
     */
    public static DataReport generate(DataPlan plan, boolean replace, ConnectionSource connections, Progress progress)
            throws SQLException, InterruptedException {
        long began = System.nanoTime();
        DataGenerator generator = new DataGenerator(plan, connections, progress);
        List<Integer> quotas = generator.makeRoom(replace);
        generator.fillPools();
        generator.buildIndexes();
        generator.addUsers(quotas);
        generator.analyze();
        return generator.report((System.nanoTime() - began) / 1e9);
    }

    /** Empties everything and drops the indexes; returns the quotas that users get. */
    private List<Integer> makeRoom(boolean replace) throws SQLException {
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            Recommender.requireInstalled(connection);
            if (!replace && Sql.number(connection, "SELECT (EXISTS (SELECT FROM recommend.users) "
                    + "OR EXISTS (SELECT FROM recommend.pool_global) OR EXISTS (SELECT FROM recommend.pool_province) "
                    + "OR EXISTS (SELECT FROM recommend.pool_city))::int") > 0) {
                throw new UserException("the recommender has data already; --replace drops them");
            }
            List<Integer> quotas = quotas(statement);
            if (plan.tagsPerVideo() > plan.tags() + 1 || quotas.size() > plan.tags() + 1) {
                throw new UserException("there are only " + (plan.tags() + 1) + " tags, but a video is to have " + plan.tagsPerVideo()
                        + " and a user " + quotas.size());
            }
            statement.execute("CALL recommend.drop_keys()");
            statement.execute("CALL recommend.drop_part_indexes()");
            statement.execute("TRUNCATE recommend.pool_global, recommend.pool_province, recommend.pool_city, recommend.users, "
                    + "recommend.read_lists, recommend.read_log, recommend.popular_tags, recommend_reference.users");
            return quotas;
        }
    }

    private static List<Integer> quotas(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT quotas FROM recommend.settings")) {
            rows.next();
            return Arrays.asList((Integer[]) rows.getArray(1).getArray());
        }
    }

    private void fillPools() throws SQLException, InterruptedException {
        progress.phase("fill pools", 3 * plan.rowsPerPool());
        List<Parallel.Task> tasks = new ArrayList<>();
        for (Pool pool : Pool.values()) {
            tasks.add(new PoolWriter(plan, pool, progress)::write);
        }
        Parallel.run(connections, plan.jobs(), tasks);
        progress.done();
    }

    /** The partial indexes of a pool one after the other, so that the table is read from memory. */
    private void buildIndexes() throws SQLException, InterruptedException {
        List<String> statements = new ArrayList<>();
        statements.add("CALL recommend.create_keys()");
        try (Connection connection = connections.open(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT definition FROM recommend.part_indexes WHERE NOT is_there ORDER BY pool, part")) {
            while (rows.next()) {
                statements.add(rows.getString(1));
            }
        }
        progress.phase("build indexes", "indexes", statements.size());
        List<Parallel.Task> tasks = new ArrayList<>();
        for (String sql : statements) {
            tasks.add(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
                progress.advance(1, 0);
            });
        }
        Parallel.run(connections, plan.jobs(), tasks);
        progress.done();
    }

    private void addUsers(List<Integer> quotas) throws SQLException, InterruptedException {
        progress.phase("add users", "users", plan.users());
        UserWriter writer = new UserWriter(plan, quotas, new AtomicInteger(), progress);
        Parallel.run(connections, plan.jobs(), Collections.nCopies(plan.jobs(), writer::write));
        progress.done();
    }

    private void analyze() throws SQLException {
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            progress.phase("analyze", "tables", Progress.UNKNOWN);
            statement.execute("SELECT recommend.refresh_popular_tags()");
            // The users' own rows have been written once, so there is nothing to remove: this marks their pages as visible.
            statement.execute("VACUUM ANALYZE recommend.users, recommend.read_lists, recommend.popular_tags");
            statement.execute("ANALYZE recommend.pool_global, recommend.pool_province, recommend.pool_city");
            progress.done();
        }
    }

    private DataReport report(double seconds) throws SQLException {
        try (Connection connection = connections.open()) {
            return new DataReport(
                    3 * plan.rowsPerPool(),
                    Sql.number(connection, "SELECT pg_total_relation_size('recommend.pool_global') "
                            + "+ pg_total_relation_size('recommend.pool_province') + pg_total_relation_size('recommend.pool_city')"),
                    plan.users(),
                    Sql.number(connection, "SELECT coalesce(sum(cardinality(recommend.unpack(vids))), 0) FROM recommend.seen"),
                    Sql.number(connection, "SELECT pg_total_relation_size('recommend.read_lists')"),
                    seconds);
        }
    }
}
