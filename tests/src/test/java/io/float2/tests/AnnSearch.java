package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Searches of a table's column v by an index, beside exact ones. The queries are those of the table queries, all in one statement, and
 * each measurement asserts how the server planned that very statement.
 *
 * @param database where the tables are
 * @param method access method of the index
 * @param table the table; partitioned ones too
 * @param operator the distance's operator
 */
record AnnSearch(TestDatabase database, AnnMethod method, String table, String operator) {

    /** Neighbours of a query. */
    static final int K = 10;

    /** Compares all rows, whatever indexes there are. */
    private static final String EXACTLY = "SET enable_indexscan = off; SET enable_indexonlyscan = off; ";
    private static final String BY_INDEX = "SET enable_seqscan = off; ";

    /** By Euclidean distance. */
    static AnnSearch in(TestDatabase database, AnnMethod method, String table) {
        return new AnnSearch(database, method, table, "<->");
    }

    /**
     * The part of the true neighbours of all queries that the index finds. A row as near as the true last neighbour counts as one,
     * whichever row it is.
     *
     * @param indexes those that have to answer: one, or that of every partition
     */
    double recall(String... indexes) throws SQLException {
        assertIndexScan(method.searching(), indexes);
        assertExactScan();
        Map<String, Double> last = new HashMap<>();
        int neighbours = 0;
        for (String[] row : rows(EXACTLY)) {
            last.merge(row[0], Double.valueOf(row[1]), Math::max);
            neighbours++;
        }
        assertThat(neighbours).as("neighbours there are").isEqualTo(100 * K);
        int found = 0;
        for (String[] row : rows(BY_INDEX + method.searching())) {
            if (Double.parseDouble(row[1]) <= last.get(row[0])) {
                found++;
            }
        }
        return (double) found / neighbours;
    }

    /** What the index answers, one line for each query and neighbour, the nearest first. */
    List<String> answers(String... indexes) throws SQLException {
        assertIndexScan(method.searching(), indexes);
        return rows(BY_INDEX + method.searching()).stream().map(row -> String.join(" ", row)).toList();
    }

    /** What comparing all rows answers, in the same form. */
    List<String> exactAnswers() throws SQLException {
        assertExactScan();
        return rows(EXACTLY).stream().map(row -> String.join(" ", row)).toList();
    }

    /** The part of the table's rows that come out when the index is searched to its end. */
    double reached(String... indexes) throws SQLException {
        long rows = Long.parseLong(database.value(EXACTLY + "SELECT count(*) FROM " + table));
        String all = "SELECT id FROM " + table + " ORDER BY v " + operator + " (SELECT v FROM queries WHERE id = 0) LIMIT " + rows;
        assertPlan(plan(BY_INDEX + method.exhausting(), all), indexes);
        String[] counts = database.value(BY_INDEX + method.exhausting()
                + "SELECT count(*) || ' ' || count(DISTINCT id) FROM (" + all + ") AS reached").split(" ");
        assertThat(counts[0]).as("rows reached, and different ones among them").isEqualTo(counts[1]);
        return Double.parseDouble(counts[0]) / rows;
    }

    /** The part of the rows with a condition that the index finds by their own vectors, as the nearest one or one as near. */
    double foundBySelf(String condition, String... indexes) throws SQLException {
        String nearest = "SELECT r.id, (SELECT s.v <-> r.v FROM " + table + " AS s ORDER BY s.v " + operator + " r.v LIMIT 1) AS distance "
                + "FROM (SELECT id, v FROM " + table + " WHERE " + condition + ") AS r";
        String plan = String.join("\n", plan(method.searching() + BY_INDEX, nearest));
        for (String index : indexes) {
            assertThat(plan).contains("Index Scan using " + index + " on ");
        }
        String[] counts = database.value(method.searching() + BY_INDEX
                + "SELECT count(*) FILTER (WHERE distance = 0) || ' ' || count(*) FROM (" + nearest + ") AS found").split(" ");
        assertThat(counts[1]).as("rows of %s where %s", table, condition).isNotEqualTo("0");
        return Double.parseDouble(counts[0]) / Double.parseDouble(counts[1]);
    }

    /**
     * Asserts that the table's one index finds what it has to find, and is sound: a graph has no fault and names every row.
     *
     * @param recallFloor least recall
     */
    void assertFindsAll(String index, double recallFloor) throws SQLException {
        assertThat(recall(index)).as("recall").isGreaterThanOrEqualTo(recallFloor);
        assertThat(reached(index)).as("rows reached").isGreaterThanOrEqualTo(method.reachedFloor());
        if (method == AnnMethod.ANN) {
            AnnGraph graph = AnnGraph.read(database, index);
            assertThat(graph.faults()).isEmpty();
            List<String> missing = new ArrayList<>(database.values("SELECT ctid FROM " + table));
            missing.removeAll(graph.rows());
            assertThat(missing).as("rows that the index does not name").isEmpty();
        }
    }

    private void assertIndexScan(String settings, String... indexes) throws SQLException {
        assertPlan(plan(BY_INDEX + settings, statement("")), indexes);
    }

    private static void assertPlan(List<String> plan, String... indexes) {
        assertThat(indexes).as("indexes to answer").isNotEmpty();
        for (String index : indexes) {
            assertThat(plan).as("the plan").anyMatch(line -> line.contains("Index Scan using " + index + " on "));
        }
        assertThat(plan).as("the plan").noneMatch(line -> line.contains("Seq Scan on"));
    }

    private void assertExactScan() throws SQLException {
        List<String> plan = plan(EXACTLY, statement(""));
        assertThat(plan).as("the exact plan").anyMatch(line -> line.contains("Seq Scan on "))
                .noneMatch(line -> line.contains("Index Scan"));
    }

    /** The lines of a plan, but for those of reading the queries. */
    private List<String> plan(String settings, String statement) throws SQLException {
        Pattern ofQueries = Pattern.compile("Scan (using \\w+ )?on queries\\b");
        return database.values(settings + "EXPLAIN (COSTS OFF) " + statement).stream()
                .filter(line -> !ofQueries.matcher(line).find()).toList();
    }

    /** Query, distance and row of each neighbour. */
    private List<String[]> rows(String settings) throws SQLException {
        List<String[]> rows = new ArrayList<>();
        for (String line : database.values(settings + statement("q.id || ' ' || n.distance || ' ' || n.id"))) {
            rows.add(line.split(" "));
        }
        return rows;
    }

    private String statement(String columns) {
        return "SELECT " + columns + " FROM queries AS q CROSS JOIN LATERAL (SELECT t.id, t.v " + operator + " q.v AS distance FROM "
                + table + " AS t ORDER BY t.v " + operator + " q.v LIMIT " + K + ") AS n";
    }
}
