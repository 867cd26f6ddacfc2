package io.float2.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One instance, or several that differ only in the number at the end of their names. */
public final class GraphNode {

    /** In the order in which people want to hear of them. */
    private static final List<String> STATES = List.of("failed", "stopping", "running", "ready", "waiting", "stopped", "succeeded");

    private final String stem;
    private final List<InstanceStatus> instances = new ArrayList<>();
    private final Set<GraphNode> parents = new LinkedHashSet<>();
    private int layer;

    GraphNode(String stem) {
        this.stem = stem;
    }

    void add(InstanceStatus instance) {
        instances.add(instance);
    }

    /** Unless the parent depends on this node in its turn, as folded nodes may where instances take turns. */
    void addParent(GraphNode parent) {
        if (!parents.contains(parent) && !parent.dependsOn(this)) {
            parents.add(parent);
        }
    }

    void setLayer(int layer) {
        this.layer = layer;
    }

    private boolean dependsOn(GraphNode other) {
        Deque<GraphNode> open = new ArrayDeque<>(List.of(this));
        Set<GraphNode> seen = new HashSet<>();
        while (!open.isEmpty()) {
            GraphNode node = open.pop();
            if (node == other) {
                return true;
            }
            if (seen.add(node)) {
                open.addAll(node.parents);
            }
        }
        return false;
    }

    /** Those it depends on, at least in part. */
    public Set<GraphNode> parents() {
        return parents;
    }

    /** The longest way from a node without parents, in steps. */
    public int layer() {
        return layer;
    }

    public List<InstanceStatus> instances() {
        return instances;
    }

    /** The name, with the numbers of the first and the last of several. */
    public String label() {
        if (instances.size() == 1) {
            return instances.get(0).name();
        }
        String first = instances.get(0).name().substring(stem.length());
        String last = instances.get(instances.size() - 1).name().substring(stem.length());
        return stem + first + ".." + last;
    }

    /** How many there are in each state, the states that want a look first. */
    public Map<String, Integer> states() {
        Map<String, Integer> counts = new TreeMap<>((a, b) -> STATES.indexOf(a) - STATES.indexOf(b));
        instances.forEach(instance -> counts.merge(instance.state(), 1, Integer::sum));
        return counts;
    }

    /** "succeeded", or "1 failed, 7 running, 30 succeeded". */
    public String stateWords() {
        if (instances.size() == 1) {
            return instances.get(0).state();
        }
        StringBuilder words = new StringBuilder();
        states().forEach((state, count) -> words.append(words.isEmpty() ? "" : ", ").append(count).append(' ').append(state));
        return words.toString();
    }
}
