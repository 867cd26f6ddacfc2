package io.float2.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws the time of a search against the part of the rows that pass the filter. */
public final class HybridPlots {

    private HybridPlots() {}

    /**
     * Writes the plot of the median times.
     *
     * @param folder made where it is missing
     * @return the file
     */
    public static Path write(HybridReport report, Path folder) {
        PlotFolder.make(folder);
        Map<String, TreeMap<Double, Double>> lines = new LinkedHashMap<>();
        for (HybridReport.Filtered filter : report.filters()) {
            // The others choose rows by something else than chance, or none: they are no points of these lines.
            if (filter.filter().endsWith("%") && filter.passing() > 0) {
                filter.ways().forEach(way -> lines.computeIfAbsent(way.way(), name -> new TreeMap<>())
                        .put(100.0 * filter.passing() / report.rows(), way.p50Millis()));
            }
        }
        Plot plot = new Plot(String.format(Locale.ROOT, "%,d rows of %,d dimensions, recall@%d of %s or more", report.rows(),
                report.dimension(), report.k(), report.recall()), "% of the rows pass the filter", "median milliseconds").logarithmicX();
        lines.forEach((name, points) -> plot.line(name, List.copyOf(points.keySet()), List.copyOf(points.values())));
        String file = "hybrid-" + report.rows();
        plot.write(folder.resolve(file));
        return folder.resolve(file + ".svg");
    }
}
