package io.float2.bench;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Draws recall against queries a second. */
public final class AnnPlots {

    private AnnPlots() {}

    /**
     * Writes one plot for a client, for several clients and for the server alone.
     *
     * @param folder made where it is missing
     * @return the files
     */
    public static List<Path> write(AnnBenchReport report, Path folder) {
        PlotFolder.make(folder);
        return List.of(
                write(report, folder, "one client", "client", AnnBenchReport.Point::oneClient),
                write(report, folder, report.clients() + " clients", "clients", AnnBenchReport.Point::clients),
                write(report, folder, "in the server", "server", AnnBenchReport.Point::server));
    }

    private static Path write(AnnBenchReport report, Path folder, String what, String name,
            Function<AnnBenchReport.Point, Spread> rate) {
        Plot plot = new Plot(String.format(Locale.ROOT, "%,d rows of %,d dimensions, %s", report.rows(), report.dimension(), what),
                "recall@" + report.k(), "queries a second");
        for (Side side : Side.values()) {
            List<AnnBenchReport.Point> points = report.points().stream().filter(point -> point.side().equals(side.label()))
                    .sorted(Comparator.comparingDouble(AnnBenchReport.Point::recall)).toList();
            plot.line(side.label(), points.stream().map(AnnBenchReport.Point::recall).toList(),
                    points.stream().map(point -> rate.apply(point).median()).toList());
        }
        String file = "ann-" + report.rows() + "x" + report.dimension() + "-" + name;
        plot.write(folder.resolve(file));
        return folder.resolve(file + ".svg");
    }
}
