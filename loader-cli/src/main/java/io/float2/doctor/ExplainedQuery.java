package io.float2.doctor;

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
        NodeList plans = document(xml).getElementsByTagName("Plan");
        for (int i = 0; i < plans.getLength(); i++) {
            Element plan = (Element) plans.item(i);
            String type = text(plan, "Node-Type");
            limited |= type.equals("Limit");
            if (text(plan, "Order-By") != null) {
                walked.add(text(plan, "Index-Name"));
            }
            sorts.add(children(child(plan, "Sort-Key")).stream().map(Node::getTextContent).toList());
            if (text(plan, "Relation-Name") != null) {
                scans.add(new Scan(text(plan, "Schema"), text(plan, "Relation-Name"), text(plan, "Alias"), type,
                        Long.parseLong(text(plan, "Plan-Rows"))));
            }
        }
        double cost = plans.getLength() == 0 ? 0 : Double.parseDouble(text((Element) plans.item(0), "Total-Cost"));
        return new ExplainedQuery(List.copyOf(walked), List.copyOf(sorts), List.copyOf(scans), limited, cost);
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

    private static Node child(Element plan, String name) {
        return children(plan).stream().filter(node -> node.getNodeName().equals(name)).findFirst().orElse(null);
    }

    private static String text(Element plan, String name) {
        Node node = child(plan, name);
        return node == null ? null : node.getTextContent().strip();
    }

    private static List<Node> children(Node parent) {
        List<Node> elements = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.ELEMENT_NODE) {
                elements.add(node);
            }
        }
        return elements;
    }
}
