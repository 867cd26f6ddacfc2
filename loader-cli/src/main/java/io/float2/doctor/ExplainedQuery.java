package io.float2.doctor;

import io.float2.sql.PlanXml;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/**
 * What {@code EXPLAIN (VERBOSE, FORMAT XML)} says of a query, as far as it matters here.
 *
 * @param walked indexes whose order is the distance
 * @param sorts the keys of each sort, the topmost first
 * @param scans the tables that are read
 * @param limited whether there is a LIMIT
 * @param cost of the whole plan
 */
record ExplainedQuery(List<String> walked, List<List<String>> sorts, List<Scan> scans, boolean limited, double cost) {

    /**
     * A table that is read.
     *
     * @param schema of the table
     * @param table its name
     * @param alias its name in the query
     * @param method how it is read, such as "Seq Scan"
     * @param rows expected to come out of it
     */
    record Scan(String schema, String table, String alias, String method, long rows) {}

    static ExplainedQuery parse(String xml) {
        List<String> walked = new ArrayList<>();
        List<List<String>> sorts = new ArrayList<>();
        List<Scan> scans = new ArrayList<>();
        boolean limited = false;
        List<Element> plans = PlanXml.nodes(xml);
        for (Element plan : plans) {
            String type = PlanXml.text(plan, "Node-Type");
            limited |= type.equals("Limit");
            if (PlanXml.text(plan, "Order-By") != null) {
                walked.add(PlanXml.text(plan, "Index-Name"));
            }
            sorts.add(PlanXml.list(plan, "Sort-Key"));
            if (PlanXml.text(plan, "Relation-Name") != null) {
                scans.add(new Scan(PlanXml.text(plan, "Schema"), PlanXml.text(plan, "Relation-Name"), PlanXml.text(plan, "Alias"), type,
                        Long.parseLong(PlanXml.text(plan, "Plan-Rows"))));
            }
        }
        double cost = plans.isEmpty() ? 0 : Double.parseDouble(PlanXml.text(plans.get(0), "Total-Cost"));
        return new ExplainedQuery(List.copyOf(walked), List.copyOf(sorts), List.copyOf(scans), limited, cost);
    }
}
