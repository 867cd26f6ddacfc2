package io.float2.bench;

import io.float2.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which rows are searched among.
 *
 * @param condition in SQL that both databases understand; null: no filter
 * @param columns that an index finds the rows by, equality before ranges; null: no filter
 */
record HybridFilter(String name, String condition, String columns) {

    /** The filters of a run: the shares, which say nothing about the vectors; a picture; several columns at once; none. */
    static List<HybridFilter> of(HybridBenchPlan plan, Items items) {
        List<HybridFilter> filters = new ArrayList<>();
        for (double share : plan.shares()) {
            String percent = share == Math.rint(share) ? String.valueOf((long) share) : String.valueOf(share);
            filters.add(new HybridFilter(percent + " %", "case_id < " + Math.round(share * HybridBenchPlan.CASES / 100), "case_id"));
        }
        filters.add(new HybridFilter("label", "label = " + Sql.literal(items.commonLabel()), "label"));
        filters.add(new HybridFilter("joint", String.format(Locale.ROOT, "sensor = %s AND distance < %s AND case_id < %d",
                Sql.literal(items.get(0).sensor()), items.medianDistance(), HybridBenchPlan.CASES / 10),
                "sensor, case_id"));
        filters.add(new HybridFilter("none", null, null));
        return filters;
    }

    /** The condition, true where there is none. */
    String sql() {
        return condition == null ? "true" : condition;
    }

    /** The split side's index that covers the condition. */
    String key() {
        return columns.split(", ")[0];
    }

    /** What stands between the table and the order. */
    String where() {
        return condition == null ? "" : " WHERE " + condition;
    }
}
