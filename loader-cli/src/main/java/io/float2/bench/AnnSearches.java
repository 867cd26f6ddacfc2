package io.float2.bench;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.PGStatement;

/** Runs all queries on both sides, in turn, and judges the answers. */
final class AnnSearches {

    private static final Map<String, String> SESSION = Map.of(
            // The plan that a statement run often has, without planning it again each time.
            "plan_cache_mode", "force_generic_plan",
            // Few rows are faster compared, but the indexes are to be measured.
            "enable_seqscan", "off",
            "max_parallel_workers_per_gather", "0",
            "jit", "off");

    private final AnnBenchPlan plan;
    private final ScratchSchema schema;
    private final ConnectionSource connections;
    private final ConnectionSource reads;
    private final BenchData data;
    private final TrueDistances truth;
    private final Progress progress;

    AnnSearches(AnnBenchPlan plan, ScratchSchema schema, ConnectionSource connections, ConnectionSource reads, BenchData data,
            TrueDistances truth, Progress progress) {
        this.plan = plan;
        this.schema = schema;
        this.connections = connections;
        this.reads = reads;
        this.data = data;
        this.truth = truth;
        this.progress = progress;
    }

    /** The rates of one side and setting, one a round. */
    record Rates(Side side, int efSearch, double recall, double[] oneClient, double[] clients, double[] server) {}

    List<Rates> run() throws SQLException, InterruptedException {
        makeServerLoops();
        progress.phase("search", "rounds", (long) plan.efSearch().size() * plan.rounds());
        List<Rates> all = new ArrayList<>();
        Map<Side, List<Client>> clients = new EnumMap<>(Side.class);
        try {
            for (Side side : Side.values()) {
                clients.put(side, new ArrayList<>());
                for (int i = 0; i < plan.clients(); i++) {
                    clients.get(side).add(new Client(side));
                }
            }
            for (int efSearch : plan.efSearch()) {
                all.addAll(measure(efSearch, clients));
            }
        } finally {
            for (List<Client> opened : clients.values()) {
                for (Client client : opened) {
                    client.close();
                }
            }
        }
        progress.done();
        return all;
    }

    private List<Rates> measure(int efSearch, Map<Side, List<Client>> clients) throws SQLException, InterruptedException {
        Map<Side, Rates> rates = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            for (Client client : clients.get(side)) {
                client.efSearch(efSearch);
            }
            // What the first queries need is not part of the measurement, and the answers are the same each time.
            double recall = clients.get(side).get(0).recall();
            runTogether(clients.get(side));
            rates.put(side, new Rates(side, efSearch, recall, new double[plan.rounds()], new double[plan.rounds()],
                    new double[plan.rounds()]));
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (Side side : Side.values()) {
                rates.get(side).oneClient()[round] = clients.get(side).get(0).rate();
            }
            for (Side side : Side.values()) {
                rates.get(side).clients()[round] = runTogether(clients.get(side));
            }
            for (Side side : Side.values()) {
                rates.get(side).server()[round] = clients.get(side).get(0).serverRate();
            }
            progress.advance(1, 0);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return List.copyOf(rates.values());
    }

    /** Each client runs all queries, beginning at another one. */
    private double runTogether(List<Client> clients) throws SQLException, InterruptedException {
        long startedAt = System.nanoTime();
        Threads.run(clients.size(), number -> clients.get(number).runAll(number * data.queries().length / clients.size()));
        return (double) data.queries().length * clients.size() / ((System.nanoTime() - startedAt) / 1e9);
    }

    /** A function a side that runs all queries in the server; a statement within it is planned once. */
    private void makeServerLoops() throws SQLException {
        try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
            for (Side side : Side.values()) {
                statement.execute("""
                        CREATE FUNCTION %s() RETURNS double precision LANGUAGE plpgsql AS $function$
                        DECLARE
                            query record;
                            started timestamptz := clock_timestamp();
                        BEGIN
                            FOR query IN SELECT vector FROM %s LOOP
                                PERFORM id FROM %s ORDER BY vector <-> query.vector LIMIT %d;
                            END LOOP;
                            RETURN extract(epoch FROM clock_timestamp() - started);
                        END
                        $function$""".formatted(loop(side), side.queryTable(schema).quoted(), side.table(schema).quoted(), plan.k()));
            }
        }
    }

    private String loop(Side side) {
        return schema.table("search_" + side.name().toLowerCase(Locale.ROOT)).quoted();
    }

    /** A connection to one side. */
    private final class Client implements AutoCloseable {

        private final Side side;
        private final Connection connection;
        private final PreparedStatement search;
        private final Side.Parameters parameters;

        Client(Side side) throws SQLException {
            this.side = side;
            connection = reads.open();
            try (Statement statement = connection.createStatement()) {
                for (Map.Entry<String, String> setting : SESSION.entrySet()) {
                    statement.execute("SET " + setting.getKey() + " = " + setting.getValue());
                }
            }
            parameters = side.parameters(connection);
            search = connection.prepareStatement(sql());
            search.unwrap(PGStatement.class).setPrepareThreshold(1);
            requireIndex();
        }

        private String sql() {
            return "SELECT id FROM " + side.table(schema).quoted() + " ORDER BY vector <-> ? LIMIT " + plan.k();
        }

        /** A scan of all rows would say nothing about the index. */
        private void requireIndex() throws SQLException {
            StringBuilder lines = new StringBuilder();
            try (PreparedStatement explain = connection.prepareStatement("EXPLAIN (COSTS OFF) " + sql())) {
                explain.setObject(1, parameters.of(data.queries()[0]));
                try (ResultSet row = explain.executeQuery()) {
                    while (row.next()) {
                        lines.append(row.getString(1)).append('\n');
                    }
                }
            }
            if (!lines.toString().contains(side.indexName(schema).name())) {
                throw new UserException("the server searches " + side.label() + " without its index: "
                        + lines.toString().strip().replaceAll("'[^']*'", "…").replaceAll("\n *", "; "));
            }
        }

        void efSearch(int efSearch) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET hnsw.ef_search = " + efSearch);
            }
        }

        double rate() throws SQLException {
            long startedAt = System.nanoTime();
            runAll(0);
            return data.queries().length / ((System.nanoTime() - startedAt) / 1e9);
        }

        void runAll(int first) throws SQLException {
            int[] found = new int[plan.k()];
            for (int i = 0; i < data.queries().length; i++) {
                run((first + i) % data.queries().length, found);
            }
        }

        double recall() throws SQLException {
            int[] found = new int[plan.k()];
            long hits = 0;
            long wanted = 0;
            for (int query = 0; query < data.queries().length; query++) {
                hits += truth.hits(data, query, found, run(query, found));
                wanted += truth.neighbours(query);
            }
            return (double) hits / wanted;
        }

        private int run(int query, int[] found) throws SQLException {
            search.setObject(1, parameters.of(data.queries()[query]));
            int count = 0;
            try (ResultSet row = search.executeQuery()) {
                while (row.next()) {
                    found[count++] = row.getInt(1);
                }
            }
            return count;
        }

        double serverRate() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT " + loop(side) + "()")) {
                row.next();
                return data.queries().length / row.getDouble(1);
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
