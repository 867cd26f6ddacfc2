package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.float2.connect.ConnectFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Ends a server in the hard ways while sessions write and maintain an index, and looks at everything each time it is up again. Run by
 * tests/campaigns/crash; each round has a number from which its choices follow, though not the moment within the server's work.
 */
class AnnCrashCampaign {

    private static final int SESSIONS = 2;
    private static final Executor THREADS = task -> new Thread(task).start();
    /** Phases that pg_stat_progress_create_index tells. */
    private static final List<String> MOMENTS_OF_BUILDS =
            List.of("building index: loading%", "building index: loading%", "waiting for%", "index validation%", "%");

    /** What goes on when the end comes, beside two sessions that write unless the work locks them out. */
    private enum Work {
        /** Nothing but writing. */
        WRITE,
        VACUUM,
        BUILD,
        PARALLEL_BUILD,
        CONCURRENT_BUILD,
        REINDEX,
        CONCURRENT_REINDEX;

        /** What a third session runs again and again. */
        List<String> statements(AnnMethod method) {
            return switch (this) {
                case WRITE -> List.of();
                case VACUUM -> List.of("VACUUM items");
                case BUILD, PARALLEL_BUILD -> List.of("DROP INDEX IF EXISTS extra_v", method.create("extra_v", "items"));
                case CONCURRENT_BUILD -> List.of("DROP INDEX IF EXISTS extra_v", method.create("CONCURRENTLY", "extra_v", "items", ""));
                case REINDEX -> List.of("REINDEX INDEX items_v");
                case CONCURRENT_REINDEX -> List.of("REINDEX INDEX CONCURRENTLY items_v");
            };
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** How the end comes. */
    private enum End {
        /** SIGKILL to one of the server's processes. */
        PROCESS,
        /** SIGKILL to all of them. */
        SERVER,
        /** {@code pg_ctl stop -m immediate}. */
        IMMEDIATE
    }

    /** What the indexes were like after a round. */
    private record Look(double recall, double reached, double connected, int rows) {}

    private final AnnMethod method = AnnMethod.valueOf(System.getProperty("float2.crash.method", "ann").toUpperCase(Locale.ROOT));
    private final int rounds = Integer.getInteger("float2.crash.rounds", 20);
    private final long seed = Long.getLong("float2.crash.seed", System.currentTimeMillis() % 1_000_000);
    private final List<CrashWriter> writers = new ArrayList<>();

    private CrashServer server;
    private TestDatabase database;

    @Test
    void everyIndexIsWholeAfterEveryCrash() throws Exception {
        try (CrashServer created = CrashServer.create()) {
            server = created;
            database = server.database();
            System.out.printf("%s, PostgreSQL %s, pgvector %s, seed %d%n", method.sql(), database.value("SHOW server_version"),
                    database.value("SELECT extversion FROM pg_extension WHERE extname = 'vector'"), seed);
            prepare();
            System.out.printf("%5s  %-18s %-9s %6s %10s %6s  %-8s %-8s %-9s %s%n", "round", "work", "end", "after", "statements", "rows",
                    "recall", "reached", "connected", "left behind");
            double lowest = 1;
            for (int round = 1; round <= rounds; round++) {
                try {
                    lowest = Math.min(lowest, round(round));
                } catch (AssertionError | Exception e) {
                    throw new AssertionError("round " + round + " of seed " + seed + "; the server's log ends with:\n" + endOfLog(), e);
                }
            }
            System.out.printf(Locale.ROOT, "%d rounds, each index whole after each; lowest recall@10 %.4f%n", rounds, lowest);
        }
    }

    private void prepare() throws SQLException {
        AnnSample.load(database);
        database.execute("CREATE TABLE items (id int PRIMARY KEY, source int NOT NULL, v float2[]) WITH (autovacuum_enabled = off)");
        // Every update moves the row to another place, which the index has to know: no row is found by way of its former place.
        database.execute("CREATE INDEX items_source ON items (source)");
        Random random = new Random(seed);
        for (int i = 0; i < SESSIONS; i++) {
            writers.add(new CrashWriter(i, SESSIONS));
            writers.get(i).fill(database, random);
        }
        database.execute("ANALYZE items", method.create("items_v", "items"));
    }

    /** One crash and what follows. Returns the recall after it. */
    private double round(int round) throws Exception {
        Random random = new Random(seed * 1_000 + round);
        // The first rounds go through all pairs of work and end in turn, so that a short campaign has most of them.
        Work work = round <= 21 ? Work.values()[(round - 1) % 7] : Work.values()[random.nextInt(7)];
        End end = round <= 21 ? End.values()[(round - 1) % 3] : End.values()[random.nextInt(3)];
        long before = statements();
        if (work == Work.VACUUM) {
            for (CrashWriter writer : writers) {
                writer.thin(database, random, random.nextDouble() * 0.5);
            }
        }
        if (random.nextInt(3) == 0) {
            database.execute("CHECKPOINT");
        }
        List<CompletableFuture<SQLException>> sessions = new ArrayList<>();
        for (CrashWriter writer : writers) {
            Random own = new Random(random.nextLong());
            sessions.add(CompletableFuture.supplyAsync(() -> writer.writeUntilTheEnd(database, own), THREADS));
        }
        Random third = new Random(random.nextLong());
        CompletableFuture<SQLException> maintenance =
                work == Work.WRITE ? null : CompletableFuture.supplyAsync(() -> repeatUntilTheEnd(work, third), THREADS);
        int pause = (int) Math.pow(10, 1 + random.nextDouble() * 2.3);
        if (maintenance != null && work != Work.VACUUM) {
            awaitMoment(MOMENTS_OF_BUILDS.get(random.nextInt(MOMENTS_OF_BUILDS.size())), maintenance);
            pause /= 4;
        }
        Thread.sleep(pause);
        end(end, random);
        for (CompletableFuture<SQLException> session : sessions) {
            assertIsEnd(session.get(60, TimeUnit.SECONDS));
        }
        if (maintenance != null) {
            assertIsEnd(maintenance.get(60, TimeUnit.SECONDS));
        }
        settle();
        List<String> leftBehind = clear();
        Look look = look();
        vacuum();
        System.out.printf(Locale.ROOT, "%5d  %-18s %-9s %4dms %10d %6d  %-8.4f %-8.4f %-9.4f %s%n", round, work.words(),
                end.name().toLowerCase(Locale.ROOT), pause, statements() - before, look.rows(), look.recall(), look.reached(),
                look.connected(), String.join(", ", leftBehind));
        return look.recall();
    }

    private long statements() {
        return writers.stream().mapToLong(CrashWriter::acknowledged).sum();
    }

    /** Maintains the index again and again; the failure that ends it. */
    private SQLException repeatUntilTheEnd(Work work, Random random) {
        int workers = work == Work.PARALLEL_BUILD ? 2 : work == Work.BUILD ? 0 : random.nextInt(2) * 2;
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            statement.execute("SET max_parallel_maintenance_workers = " + workers);
            statement.execute("SET min_parallel_table_scan_size = 0");
            // Now and then too little for the graph: the rest of it is then built on disk.
            boolean little = random.nextInt(4) == 0 && method == AnnMethod.ANN;
            statement.execute("SET maintenance_work_mem = '" + (little ? "1MB" : "128MB") + "'");
            while (true) {
                for (String sql : work.statements(method)) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            return e;
        }
    }

    /** Waits until a build is at a moment, or for a second: the moment may be too short to be seen. */
    private void awaitMoment(String phase, CompletableFuture<SQLException> maintenance) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (!maintenance.isDone() && System.nanoTime() < deadline
                && database.value("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE '" + phase + "'").equals("0")) {
            Thread.sleep(2);
        }
    }

    private void end(End end, Random random) throws IOException, SQLException, InterruptedException {
        switch (end) {
            case PROCESS -> {
                List<String> processes = database.values("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                        + "AND backend_type IN ('client backend', 'parallel worker', 'checkpointer', 'walwriter', 'background writer') "
                        + "ORDER BY backend_type, pid");
                server.killProcess(Long.parseLong(processes.get(random.nextInt(processes.size()))));
            }
            case SERVER -> server.killServer();
            case IMMEDIATE -> server.stopImmediately();
            default -> throw new IllegalStateException(end.name());
        }
    }

    /** A session ends because it loses its server, and for no other reason. */
    private static void assertIsEnd(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (!state.startsWith("08") && !state.startsWith("57P") && !(e instanceof ConnectFailure)) {
            fail("a session failed before the end", e);
        }
    }

    /** All rows have to be as the sessions left them. */
    private void settle() throws SQLException {
        Map<Integer, Integer> actual = new TreeMap<>();
        for (String row : database.values("SET enable_indexscan = off; SET enable_indexonlyscan = off; "
                + "SELECT id || ' ' || source FROM items")) {
            String[] parts = row.split(" ");
            assertThat(actual.put(Integer.valueOf(parts[0]), Integer.valueOf(parts[1]))).as("second row %s", parts[0]).isNull();
        }
        writers.forEach(writer -> writer.settle(actual));
        assertThat(database.value("SELECT count(*) FROM items AS i JOIN sample AS s ON s.id = i.source WHERE s.v = i.v"))
                .as("rows with the vector of their source").isEqualTo(String.valueOf(actual.size()));
    }

    /** Looks at the indexes that builds left behind, which have to be whole when they are valid, and drops them; tells what they were. */
    private List<String> clear() throws SQLException {
        List<String> leftBehind = new ArrayList<>();
        for (String line : database.values("SELECT c.relname || CASE WHEN indisvalid THEN ' valid' ELSE ' invalid' END FROM pg_index AS i "
                + "JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid = 'items'::regclass AND NOT i.indisprimary "
                + "AND c.relname NOT IN ('items_v', 'items_source') ORDER BY 1")) {
            String index = line.split(" ")[0];
            if (line.endsWith(" valid")) {
                database.execute("ALTER INDEX items_v RENAME TO hidden_v", "ALTER INDEX " + index + " RENAME TO items_v",
                        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'hidden_v'::regclass");
                look();
                database.execute("UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'hidden_v'::regclass",
                        "ALTER INDEX items_v RENAME TO " + index, "ALTER INDEX hidden_v RENAME TO items_v");
            }
            database.execute("DROP INDEX " + index);
            leftBehind.add(line);
        }
        return leftBehind;
    }

    private Look look() throws SQLException {
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'items_v'::regclass")).isEqualTo("t");
        AnnSearch search = AnnSearch.in(database, method, "items");
        double recall = search.recall("items_v");
        double reached = search.reached("items_v");
        assertThat(recall).as("recall").isGreaterThanOrEqualTo(method.recallFloor());
        assertThat(reached).as("rows reached").isGreaterThanOrEqualTo(method.reachedFloor());
        List<String> rows = database.values("SELECT ctid FROM items");
        double connected = 1;
        if (method == AnnMethod.ANN) {
            AnnGraph graph = AnnGraph.read(database, "items_v");
            List<String> missing = new ArrayList<>(rows);
            missing.removeAll(graph.rows());
            assertThat(missing).as("rows that the index does not name").isEmpty();
            assertThat(graph.faults()).isEmpty();
            connected = graph.connected();
        }
        return new Look(recall, reached, connected, rows.size());
    }

    /** What a server that recovered is to be able to do. */
    private void vacuum() throws SQLException {
        database.execute("VACUUM items");
        if (method == AnnMethod.ANN) {
            assertThat(AnnGraph.read(database, "items_v").rows()).as("rows that the index names after VACUUM")
                    .isEqualTo(new TreeSet<>(database.values("SELECT ctid FROM items")));
        }
        look();
    }

    private String endOfLog() {
        try {
            List<String> lines = server.log().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
