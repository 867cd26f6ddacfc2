package io.float2.sql;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The nodes of a plan as {@code EXPLAIN (FORMAT XML)} gives it. */
public final class PlanXml {

    private PlanXml() {}

    /** All nodes, each before those below it. */
    public static List<Element> nodes(String xml) {
        NodeList found;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            found = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml))).getElementsByTagName("Plan");
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("the server's plan is no XML", e);
        }
        List<Element> nodes = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            nodes.add((Element) found.item(i));
        }
        return nodes;
    }

    /** What a node says under a name; null when it says nothing. */
    public static String text(Element node, String name) {
        Element child = child(node, name);
        return child == null ? null : child.getTextContent().strip();
    }

    /** What a node lists under a name; empty when it lists nothing. */
    public static List<String> list(Element node, String name) {
        Element child = child(node, name);
        return child == null ? List.of() : children(child).stream().map(Node::getTextContent).toList();
    }

    private static Element child(Element node, String name) {
        return children(node).stream().filter(child -> child.getNodeName().equals(name)).findFirst().orElse(null);
    }

    private static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
