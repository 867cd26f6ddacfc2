package io.float2.search;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

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
        NodeList plans = document(xml).getElementsByTagName("Plan");
        for (int i = 0; i < plans.getLength(); i++) {
            Element plan = (Element) plans.item(i);
            String type = child(plan, "Node-Type");
            String index = child(plan, "Index-Name");
            if (type.startsWith("Index") && child(plan, "Order-By") != null) {
                indexes.add(index);
            }
            if (child(plan, "Relation-Name") != null) {
                scans.add(type + (index == null ? "" : " using " + index) + " on " + child(plan, "Relation-Name"));
            }
        }
        return new QueryPlan(List.copyOf(indexes), scans.isEmpty() ? "no scan" : String.join(", ", scans));
    }

    boolean usesIndex() {
        return !orderingIndexes.isEmpty();
    }

    private static Document document(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("the server's plan is no XML", e);
        }
    }

    private static String child(Element plan, String name) {
        for (Node node = plan.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        return null;
    }
}
