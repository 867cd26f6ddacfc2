package io.float2.search;

import io.float2.sql.PlanXml;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/**
 * What the server says it will do for a query.
 *
 * @param orderingIndexes indexes whose order is the distance: the graph was walked. Several for a partitioned table
 * @param description the topmost scans in a few words, such as "Seq Scan on photos"
 */
record QueryPlan(List<String> orderingIndexes, String description) {

    /** Reads the output of {@code EXPLAIN (FORMAT XML)}. */
    static QueryPlan parse(String xml) {
        List<String> indexes = new ArrayList<>();
        List<String> scans = new ArrayList<>();
        for (Element plan : PlanXml.nodes(xml)) {
            String type = PlanXml.text(plan, "Node-Type");
            String index = PlanXml.text(plan, "Index-Name");
            if (type.startsWith("Index") && PlanXml.text(plan, "Order-By") != null) {
                indexes.add(index);
            }
            if (PlanXml.text(plan, "Relation-Name") != null) {
                scans.add(type + (index == null ? "" : " using " + index) + " on " + PlanXml.text(plan, "Relation-Name"));
            }
        }
        return new QueryPlan(List.copyOf(indexes), scans.isEmpty() ? "no scan" : String.join(", ", scans));
    }

    boolean usesIndex() {
        return !orderingIndexes.isEmpty();
    }
}
