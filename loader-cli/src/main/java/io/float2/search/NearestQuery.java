package io.float2.search;

import io.float2.sql.Identifier;
import io.float2.sql.VectorColumn;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the statement that finds the nearest rows; its one parameter is the query vector as a float4 array. */
final class NearestQuery {

    private NearestQuery() {}

    /**
     * Writes the statement.
     *
     * @param operator the distance, as it stands in a statement
     * @param columns to return before the distance; none for the distance alone
     */
    static String sql(VectorColumn column, String operator, SearchPlan plan, List<String> columns) {
        String selected = columns.stream().map(c -> Identifier.quote(c) + ", ").collect(Collectors.joining());
        // An index on float2[] serves float4[] on the right, too. The order is by position, as a column may be called distance.
        return "SELECT " + selected + column.quoted() + " " + operator + " ?::float4[] AS distance FROM "
                + column.table().name().quoted() + condition(plan) + " ORDER BY " + (columns.size() + 1) + " LIMIT " + plan.k();
    }

    /** A line break ends a comment that the condition may close with. */
    private static String condition(SearchPlan plan) {
        return plan.where() == null ? "" : " WHERE (" + DriverText.escape(plan.where()) + "\n)";
    }
}
