package io.float2.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instances of a trigger record and what depends on what, folded so that people can look at it: instances of one group whose names
 * differ only in the number at the end are one node.
 */
public final class TriggerGraph {

    private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]+)", Pattern.DOTALL);
    /** Fewer are shown one by one. */
    private static final int WORTH_FOLDING = 4;

    private final List<GraphNode> nodes;

    private TriggerGraph(List<GraphNode> nodes) {
        this.nodes = nodes;
    }

    /** @param instances of one trigger record, oldest first; so what an instance depends on comes before it */
    public static TriggerGraph of(List<InstanceStatus> instances) {
        Map<String, Integer> sizes = new HashMap<>();
        instances.forEach(instance -> sizes.merge(key(instance), 1, Integer::sum));
        Map<String, GraphNode> nodes = new LinkedHashMap<>();
        Map<Long, GraphNode> nodeOf = new HashMap<>();
        for (InstanceStatus instance : instances) {
            boolean folded = sizes.get(key(instance)) >= WORTH_FOLDING;
            String key = folded ? key(instance) : "one " + instance.id();
            GraphNode node = nodes.computeIfAbsent(key, k -> new GraphNode(stem(instance)));
            node.add(instance);
            nodeOf.put(instance.id(), node);
        }
        for (InstanceStatus instance : instances) {
            GraphNode node = nodeOf.get(instance.id());
            for (long id : instance.dependsOn()) {
                node.addParent(nodeOf.get(id));
            }
        }
        List<GraphNode> ordered = List.copyOf(nodes.values());
        setLayers(ordered);
        return new TriggerGraph(ordered);
    }

    /** From the nodes without parents on, each after all its parents. */
    private static void setLayers(List<GraphNode> nodes) {
        Map<GraphNode, List<GraphNode>> children = new HashMap<>();
        Map<GraphNode, Integer> missing = new HashMap<>();
        Deque<GraphNode> next = new ArrayDeque<>();
        for (GraphNode node : nodes) {
            missing.put(node, node.parents().size());
            node.parents().forEach(parent -> children.computeIfAbsent(parent, p -> new ArrayList<>()).add(node));
            if (node.parents().isEmpty()) {
                next.add(node);
            }
        }
        while (!next.isEmpty()) {
            GraphNode node = next.remove();
            for (GraphNode child : children.getOrDefault(node, List.of())) {
                child.setLayer(Math.max(child.layer(), node.layer() + 1));
                if (missing.merge(child, -1, Integer::sum) == 0) {
                    next.add(child);
                }
            }
        }
    }

    /** All nodes, in the order of their first instances. */
    public List<GraphNode> nodes() {
        return nodes;
    }

    private static String key(InstanceStatus instance) {
        return "many " + stem(instance) + " " + instance.kind() + " " + instance.group();
    }

    private static String stem(InstanceStatus instance) {
        Matcher numbered = NUMBERED.matcher(instance.name());
        return numbered.matches() ? numbered.group(1) : instance.name();
    }
}
