package io.float2.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a graph as SVG: layers from left to right, and in each box the share of every state. */
public final class GraphSvg {

    private static final int WIDTH = 230;
    private static final int HEIGHT = 58;
    private static final int GAP_X = 70;
    private static final int GAP_Y = 22;
    private static final int MARGIN = 20;
    private static final int TITLE = 34;
    private static final int MAX_LABEL = 32;

    /** Told apart by people who do not see all colours, too; the words stand beside them. */
    private static final Map<String, String> COLORS = Map.of("failed", "#D55E00", "stopping", "#CC79A7", "running", "#0072B2",
            "ready", "#56B4E9", "waiting", "#DDDDDD", "stopped", "#999999", "succeeded", "#009E73");

    private final Map<GraphNode, int[]> places = new LinkedHashMap<>();
    private final StringBuilder svg = new StringBuilder();

    private GraphSvg() {}

    /** @param title the line above the drawing */
    public static String draw(TriggerGraph graph, String title) {
        return new GraphSvg().drawAll(graph, title);
    }

    private String drawAll(TriggerGraph graph, String title) {
        List<List<GraphNode>> layers = new ArrayList<>();
        for (GraphNode node : graph.nodes()) {
            while (layers.size() <= node.layer()) {
                layers.add(new ArrayList<>());
            }
            layers.get(node.layer()).add(node);
        }
        int rows = layers.stream().mapToInt(List::size).max().orElse(0);
        int height = TITLE + 2 * MARGIN + rows * (HEIGHT + GAP_Y) - GAP_Y;
        int width = 2 * MARGIN + layers.size() * (WIDTH + GAP_X) - GAP_X;
        place(layers, height);
        svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                + "font-family=\"sans-serif\" font-size=\"13\">%n", width, height, width, height));
        svg.append(String.format("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"));
        text(MARGIN, MARGIN + 8, "bold", title);
        graph.nodes().forEach(node -> node.parents().forEach(parent -> edge(places.get(parent), places.get(node))));
        graph.nodes().forEach(this::box);
        return svg.append("</svg>\n").toString();
    }

    /** Each layer is centred; within it, nodes stand in the order of their parents' places, so that few edges cross. */
    private void place(List<List<GraphNode>> layers, int height) {
        for (int layer = 0; layer < layers.size(); layer++) {
            List<GraphNode> nodes = layers.get(layer);
            nodes.sort((a, b) -> Double.compare(middle(a), middle(b)));
            int top = TITLE + (height - TITLE - nodes.size() * (HEIGHT + GAP_Y) + GAP_Y) / 2;
            for (int i = 0; i < nodes.size(); i++) {
                places.put(nodes.get(i), new int[] {MARGIN + layer * (WIDTH + GAP_X), top + i * (HEIGHT + GAP_Y)});
            }
        }
    }

    private double middle(GraphNode node) {
        return node.parents().stream().mapToInt(parent -> places.get(parent)[1]).average().orElse(0);
    }

    private void edge(int[] from, int[] to) {
        int x1 = from[0] + WIDTH;
        int y1 = from[1] + HEIGHT / 2;
        int x2 = to[0];
        int y2 = to[1] + HEIGHT / 2;
        int bend = (x2 - x1) / 2;
        svg.append(String.format("<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"#888888\"/>%n",
                x1, y1, x1 + bend, y1, x2 - bend, y2, x2 - 6, y2));
        svg.append(String.format("<path d=\"M%d %dl-8 -4v8z\" fill=\"#888888\"/>%n", x2, y2));
    }

    private void box(GraphNode node) {
        int x = places.get(node)[0];
        int y = places.get(node)[1];
        svg.append(String.format("<g><title>%s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\" fill=\"#FAFAFA\" stroke=\"#888888\"/>%n",
                escaped(node.label() + ": " + node.stateWords()), x, y, WIDTH, HEIGHT));
        text(x + 10, y + 20, "bold", shortened(node.label()));
        text(x + 10, y + 38, "normal", shortened(node.stateWords()));
        double at = x + 10;
        for (Map.Entry<String, Integer> state : node.states().entrySet()) {
            double part = (WIDTH - 20.0) * state.getValue() / node.instances().size();
            svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"6\" fill=\"%s\"/>%n",
                    at, y + HEIGHT - 12, part, COLORS.get(state.getKey())));
            at += part;
        }
        svg.append("</g>\n");
    }

    private void text(int x, int y, String weight, String words) {
        svg.append(String.format("<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n", x, y, weight, escaped(words)));
    }

    private static String shortened(String words) {
        return words.length() <= MAX_LABEL ? words : words.substring(0, MAX_LABEL - 1) + "…";
    }

    /** Also without the characters that XML does not have. */
    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replaceAll("\\p{Cntrl}", " ");
    }
}
