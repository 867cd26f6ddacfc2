package io.float2.doctor;

import io.float2.UserException;
import io.float2.sql.Sql;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Says which ANN index a query uses, or why it uses none. The query is planned, never run. */
final class QueryCheck {

    private static final String SUBJECT = "query";

    private final Connection connection;

    QueryCheck(Connection connection) {
        this.connection = connection;
    }

    /** @throws UserException when the server does not accept the query */
    List<Finding> examine(String query) throws SQLException {
        String statement = query.strip().replaceAll(";+$", "");
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try {
            return examineStatement(statement);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private List<Finding> examineStatement(String query) throws SQLException {
        ExplainedQuery plan = explain(query);
        if (!plan.walked().isEmpty()) {
            return List.of(Finding.ok(SUBJECT, "walks the index " + String.join(", ", plan.walked())));
        }
        List<String> keys = plan.sorts().stream().filter(sort -> orderOf(sort) != null).findFirst().orElse(List.of());
        DistanceOrder order = orderOf(keys);
        if (order == null) {
            return List.of(Finding.warn(SUBJECT, "has no ORDER BY a distance, which is all that an ANN index is for",
                    "write ORDER BY column <-> vector LIMIT k"));
        }
        ExplainedQuery forced = explainForced(query);
        if (!forced.walked().isEmpty() && plan.limited()) {
            return List.of(cheaper(plan, forced, order));
        }
        return reasons(plan, order, keys.size());
    }

    /** The first key with a distance in it, or null. */
    private static DistanceOrder orderOf(List<String> sort) {
        return sort.stream().map(DistanceOrder::parse).filter(Objects::nonNull).findFirst().orElse(null);
    }

    // --- the index could be used, but is not -----------------------------------

    private Finding cheaper(ExplainedQuery plan, ExplainedQuery forced, DistanceOrder order) throws SQLException {
        ExplainedQuery.Scan scan = scanOf(plan, order);
        String costs = String.format(Locale.ROOT, "cost %.0f against %.0f", plan.cost(), forced.cost());
        if (isOff("enable_indexscan")) {
            return Finding.warn(SUBJECT, "could walk the index " + forced.walked().get(0) + ", but enable_indexscan is off",
                    "SET enable_indexscan = on");
        }
        return Finding.ok(SUBJECT, String.format(Locale.ROOT,
                "could walk the index %s, but the planner expects it to be faster to compare all of the %,d rows that it finds by %s (%s)",
                forced.walked().get(0), scan.rows(), scan.method(), costs));
    }

    // --- no index can be used ----------------------------------------------------

    private List<Finding> reasons(ExplainedQuery plan, DistanceOrder order, int keys) throws SQLException {
        List<Finding> reasons = new ArrayList<>();
        if (order.shape() == DistanceOrder.Shape.FUNCTION) {
            reasons.add(reason("calls a function in ORDER BY: an index serves the operator only",
                    "write ORDER BY column " + order.operator() + " vector"));
        } else if (order.shape() == DistanceOrder.Shape.EXPRESSION) {
            reasons.add(reason("orders by an expression around the distance: an index gives the order of the distance only",
                    "write ORDER BY column " + order.operator() + " vector, and compute in the SELECT list"));
        } else if (order.column() == null) {
            reasons.add(reason("compares an expression in ORDER BY: an index is on the bare column",
                    "leave out the cast or function around the column; the vector may have either element type"));
        }
        if (order.descending()) {
            reasons.add(reason("orders by distance descending: an index gives the nearest first, never the farthest",
                    "leave out DESC; for inner products <#> is negative, so that the largest comes first"));
        }
        if (keys > 1) {
            reasons.add(reason("orders by more than the distance, for which PostgreSQL 16 or newer can use an index",
                    "order by the distance alone, and again by all keys around that query"));
        }
        if (!plan.limited()) {
            reasons.add(reason("has no LIMIT: with all rows wanted, sorting them is the way", "add LIMIT k"));
        }
        if (isOff("enable_indexscan")) {
            reasons.add(reason("is planned with enable_indexscan off", "SET enable_indexscan = on"));
        }
        reasons.addAll(indexReasons(scanOf(plan, order), order));
        if (reasons.isEmpty()) {
            reasons.add(reason("cannot use an index, since what it compares with changes from row to row",
                    "compare with a constant, a parameter or a subquery that gives one vector"));
        }
        return reasons;
    }

    private List<Finding> indexReasons(ExplainedQuery.Scan scan, DistanceOrder order) throws SQLException {
        if (scan == null) {
            return List.of();
        }
        List<AnnIndex> indexes = AnnIndex.find(connection, new TableName(scan.schema(), scan.table()).quoted()).stream()
                .filter(index -> order.column() == null || index.column() == null || index.column().equals(order.column())).toList();
        if (indexes.isEmpty()) {
            String column = order.column() == null ? "" : "." + order.column();
            return List.of(reason("has no ANN index to use: there is none on " + scan.table() + column,
                    "run float2 index " + scan.table() + (column.isEmpty() ? ".COLUMN" : column)));
        }
        List<Finding> reasons = new ArrayList<>();
        for (AnnIndex index : indexes) {
            Finding reason = reasonOf(index, order);
            if (reason == null) {
                // this one could have been used, so that the others do not matter
                return List.of();
            }
            reasons.add(reason);
        }
        return reasons;
    }

    private static Finding reasonOf(AnnIndex index, DistanceOrder order) {
        if (!index.valid()) {
            return reason("cannot use the index " + index.name() + ", which is invalid: its build failed or has not ended",
                    "if no build is running: REINDEX INDEX " + index.name());
        }
        if (!index.operator().equals(order.operator())) {
            return reason("orders by " + order.operator() + ", but the index " + index.name() + " (" + index.operatorClass()
                            + ") serves " + index.operator(),
                    "write " + index.operator() + ", or make an index for " + order.operator());
        }
        if (order.otherDimension() >= 0 && index.dimension() >= 0 && order.otherDimension() != index.dimension()) {
            return reason("compares with " + order.otherDimension() + " elements, but the index " + index.name() + " holds vectors of "
                    + index.dimension(), "give a vector of the same model as the rows");
        }
        if (index.predicate() != null) {
            return reason("has no condition that implies the one of the partial index " + index.name() + ": " + index.predicate(),
                    "add that condition, or make an index on all rows");
        }
        return null;
    }

    private static Finding reason(String text, String mend) {
        return Finding.warn(SUBJECT, text, mend);
    }

    /** The table whose column is ordered by, or the only one there is. */
    private static ExplainedQuery.Scan scanOf(ExplainedQuery plan, DistanceOrder order) {
        return plan.scans().stream().filter(scan -> scan.alias().equals(order.alias())).findFirst()
                .orElse(plan.scans().isEmpty() ? null : plan.scans().get(0));
    }

    // --- the server ----------------------------------------------------------------

    private ExplainedQuery explain(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN (VERBOSE, FORMAT XML) " + query)) {
            row.next();
            return ExplainedQuery.parse(row.getString(1));
        } catch (SQLException e) {
            if (e.getSQLState() != null && (e.getSQLState().startsWith("42") || e.getSQLState().startsWith("22"))) {
                throw new UserException("the server does not accept the query: " + e.getMessage().lines().findFirst().orElse(""), e);
            }
            throw e;
        }
    }

    /** The plan when everything but a walk is put at a disadvantage. */
    private ExplainedQuery explainForced(String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT planned");
            statement.execute("SET LOCAL enable_seqscan = off");
            statement.execute("SET LOCAL enable_bitmapscan = off");
            statement.execute("SET LOCAL enable_sort = off");
            statement.execute("SET LOCAL enable_indexscan = on");
            ExplainedQuery plan = explain(query);
            statement.execute("ROLLBACK TO planned");
            return plan;
        }
    }

    private boolean isOff(String setting) throws SQLException {
        return Sql.text(connection, "SHOW " + setting).equals("off");
    }
}
