package io.float2.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a graph as a tree of lines: a node stands below the last of those it depends on, and names the others. */
public final class GraphText {

    private static final int FAILURES = 5;

    private final Map<GraphNode, List<GraphNode>> children = new LinkedHashMap<>();
    private final List<String[]> lines = new ArrayList<>();

    private GraphText(TriggerGraph graph) {
        graph.nodes().forEach(node -> children.put(node, new ArrayList<>()));
        graph.nodes().stream().filter(node -> home(node) != null).forEach(node -> children.get(home(node)).add(node));
    }

    /** The lines of the drawing, each with the tree and, in a column of its own, the states. */
    public static List<String> draw(TriggerGraph graph) {
        GraphText text = new GraphText(graph);
        graph.nodes().stream().filter(node -> home(node) == null).forEach(node -> text.add(node, "", ""));
        int width = text.lines.stream().filter(line -> line.length > 1).mapToInt(line -> line[0].length()).max().orElse(0);
        return text.lines.stream()
                .map(line -> line.length == 1 ? line[0] : line[0] + " ".repeat(width - line[0].length()) + "  " + line[1]).toList();
    }

    private void add(GraphNode node, String first, String next) {
        lines.add(new String[] {first + mark(node) + " " + node.label() + others(node), node.stateWords() + progress(node)});
        List<GraphNode> below = children.get(node);
        failures(node, next + (below.isEmpty() ? "  " : "│ "));
        for (int i = 0; i < below.size(); i++) {
            boolean last = i == below.size() - 1;
            add(below.get(i), next + (last ? "└─" : "├─"), next + (last ? "  " : "│ "));
        }
    }

    private void failures(GraphNode node, String indent) {
        List<InstanceStatus> failed = node.instances().stream().filter(instance -> instance.state().equals("failed")).toList();
        for (InstanceStatus instance : failed.subList(0, Math.min(FAILURES, failed.size()))) {
            lines.add(new String[] {indent + "  " + instance.name() + " (instance " + instance.id() + "): " + firstLine(instance.error())});
        }
        if (failed.size() > FAILURES) {
            lines.add(new String[] {indent + "  and " + (failed.size() - FAILURES) + " more"});
        }
    }

    /** Under the parent of the deepest layer; among equals, the last. */
    private static GraphNode home(GraphNode node) {
        return node.parents().stream().reduce((a, b) -> b.layer() >= a.layer() ? b : a).orElse(null);
    }

    private static String others(GraphNode node) {
        List<String> names = node.parents().stream().filter(parent -> parent != home(node)).map(GraphNode::label).toList();
        return names.isEmpty() ? "" : " (after " + String.join(", ", names) + ", too)";
    }

    private static String mark(GraphNode node) {
        Map<String, Integer> states = node.states();
        if (states.containsKey("failed")) {
            return "✗";
        }
        if (states.containsKey("running") || states.containsKey("stopping")) {
            return "▶";
        }
        return states.size() == 1 && states.containsKey("succeeded") ? "✓" : "○";
    }

    private static String progress(GraphNode node) {
        if (node.instances().size() > 1 || node.instances().get(0).done() == null || !node.states().containsKey("running")) {
            return "";
        }
        InstanceStatus instance = node.instances().get(0);
        return ", " + instance.done() + (instance.total() == null ? "" : " of " + instance.total());
    }

    private static String firstLine(String error) {
        return error == null ? "" : error.lines().findFirst().orElse("");
    }
}
