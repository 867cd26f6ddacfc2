package io.float2.tests;

import io.float2.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What the functions in Java cost: a call beside the native one, by provider, and the first call of a session.
 *
 * <p>Not a test; docs/pljava.md has the command line and a run's table. The argument is the URL of a database whose server starts
 * PL/Java; temporary tables apart nothing is written.
 */
public final class JavaFunctionsBenchmark {

    private static final int ROWS = 100;
    private static final int ROUNDS = 20;
    private static final int CALLS = ROWS * ROUNDS;
    private static final int SLICES = 300;
    private static final int SESSIONS = 15;
    private static final String OPTIONS = "pljava.vmoptions";

    private final ConnectionTarget target;
    private final String options;

    private JavaFunctionsBenchmark(ConnectionTarget target) throws SQLException {
        this.target = target;
        try (Connection connection = target.open()) {
            this.options = value(connection, "SELECT current_setting('" + OPTIONS + "')");
        }
    }

    public static void main(String[] args) throws SQLException {
        if (args.length != 1) {
            System.err.println("usage: JavaFunctionsBenchmark postgresql://...");
            System.exit(2);
        }
        JavaFunctionsBenchmark benchmark = new JavaFunctionsBenchmark(ConnectionTarget.parse(args[0], Map.of()));
        benchmark.describe();
        benchmark.calls();
        benchmark.firstCalls();
    }

    private void describe() throws SQLException {
        try (Connection connection = target.open()) {
            System.out.println(value(connection, "SELECT version()"));
            System.out.println(value(connection, "SELECT kernel_info::text FROM float2_java.kernel_info()"));
            System.out.println(OPTIONS + " = " + options);
            System.out.println();
        }
    }

    /** The quickest of many slices: what a call takes when nothing else wants the processor, after warm-up. */
    private void calls() throws SQLException {
        System.out.printf("%-32s %14s %14s%n", "microseconds a call", "128 dim", "1024 dim");
        for (String function : new String[] {"l2_distance(a, b)", "l2_distance(a, c)", "array_f16_to_f32(a)", "array_f32_to_f16(c)"}) {
            line("native " + function, "public." + function, options);
            for (String provider : new String[] {"panama", "jna", "java"}) {
                line(provider + " " + function, "float2_java." + function, options + " -Dfloat2.kernel.provider=" + provider);
            }
        }
        System.out.println();
    }

    private void line(String name, String call, String sessionOptions) throws SQLException {
        double[] microseconds = new double[2];
        try (Connection connection = session(sessionOptions)) {
            for (int i = 0; i < 2; i++) {
                int dim = i == 0 ? 128 : 1024;
                makeTable(connection, dim, call.endsWith(" b)") ? "b float2[]" : "c float4[]");
                microseconds[i] = quickest(connection, "SELECT count(" + call + ") FROM bench, generate_series(1, " + ROUNDS + ")");
            }
            System.out.printf(Locale.ROOT, "%-32s %14.2f %14.2f%n", name, microseconds[0], microseconds[1]);
        } catch (SQLException e) {
            System.out.printf("%-32s %s%n", name, e.getMessage());
        }
    }

    /** Uncompressed and in line, so that both sides only read memory. */
    private static void makeTable(Connection connection, int dim, String other) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bench");
            statement.execute("CREATE TEMP TABLE bench (a float2[], " + other + ")");
            for (String column : new String[] {"a", other.substring(0, 1)}) {
                statement.execute("ALTER TABLE bench ALTER " + column + " SET STORAGE plain");
            }
            String random = "public.gen_rand_f2_arr(10, " + dim + ")";
            statement.execute("INSERT INTO bench SELECT " + random + ", " + random + " FROM generate_series(1, " + ROWS + ")");
        }
    }

    private static double quickest(Connection connection, String query) throws SQLException {
        double quickest = Double.MAX_VALUE;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < SLICES; i++) {
                long start = System.nanoTime();
                statement.executeQuery().close();
                quickest = Math.min(quickest, (System.nanoTime() - start) / 1e3 / CALLS);
            }
        }
        return quickest;
    }

    private void firstCalls() throws SQLException {
        System.out.printf("%-32s %14s %14s %14s%n", "first call of a session, ms", "quickest", "median", "slowest");
        firstCall("with the archive", options);
        firstCall("without an archive", options.replaceAll("-XX:SharedArchiveFile=\\S+", ""));
    }

    private void firstCall(String name, String sessionOptions) throws SQLException {
        double[] milliseconds = new double[SESSIONS];
        for (int i = 0; i < SESSIONS; i++) {
            try (Connection connection = session(sessionOptions)) {
                // The native function is there already, and so is all that the query itself needs.
                value(connection, "SELECT public.l2_distance('{1,2}'::float2[], '{1,4}'::float4[])");
                long start = System.nanoTime();
                value(connection, "SELECT float2_java.l2_distance('{1,2}'::float2[], '{1,4}'::float4[])");
                milliseconds[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(milliseconds);
        System.out.printf(Locale.ROOT, "%-32s %14.0f %14.0f %14.0f%n", name, milliseconds[0], milliseconds[SESSIONS / 2],
                milliseconds[SESSIONS - 1]);
    }

    private Connection session(String sessionOptions) throws SQLException {
        Connection connection = target.open();
        try (PreparedStatement set = connection.prepareStatement("SELECT set_config('" + OPTIONS + "', ?, false)")) {
            set.setString(1, sessionOptions);
            set.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET max_parallel_workers_per_gather = 0");
        }
        return connection;
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
