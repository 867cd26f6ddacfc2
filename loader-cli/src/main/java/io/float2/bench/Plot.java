package io.float2.bench;

import io.float2.UserException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws lines over two axes as SVG. */
public final class Plot {

    /** Told apart by people who do not see all colours, too; each has a marker of its own. */
    private static final Color[] COLORS = {
        new Color(0x00, 0x72, 0xB2), new Color(0xD5, 0x5E, 0x00), new Color(0x00, 0x9E, 0x73), new Color(0xCC, 0x79, 0xA7)
    };
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP
    };

    private final XYChart chart;

    public Plot(String title, String xAxis, String yAxis) {
        chart = new XYChartBuilder().width(800).height(480).title(title).xAxisTitle(xAxis).yAxisTitle(yAxis).build();
        chart.getStyler().setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(false)
                .setYAxisTickLabelsFormattingFunction(Plot::label)
                .setPlotGridLinesColor(new Color(0xDD, 0xDD, 0xDD)).setPlotGridLinesStroke(new BasicStroke(0.5f))
                .setPlotBorderVisible(false).setChartBackgroundColor(Color.WHITE).setLegendPosition(LegendPosition.OutsideE);
    }

    /** Numbers that begin with 1, 2 or 5; the lines of the others have no room for theirs. */
    private static String label(double value) {
        BigDecimal number = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        boolean shown = number.precision() == 1 && Set.of(1, 2, 5).contains(number.unscaledValue().intValue());
        return shown ? new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number) : "";
    }

    /** For values over several powers of ten, on both axes. */
    public Plot logarithmicX() {
        chart.getStyler().setXAxisLogarithmic(true).setXAxisLogarithmicDecadeOnly(true).setYAxisLogarithmicDecadeOnly(true);
        return this;
    }

    /** Adds a line through points, from left to right. */
    public void line(String name, List<Double> x, List<Double> y) {
        int number = chart.getSeriesCollection().size();
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(COLORS[number % COLORS.length]);
        series.setMarkerColor(COLORS[number % COLORS.length]);
        series.setMarker(MARKERS[number % MARKERS.length]);
        series.setLineStyle(new BasicStroke(2));
    }

    /** @param file without an ending, which is .svg */
    public void write(Path file) {
        Path svg = Path.of(file + ".svg");
        try {
            String drawn = new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
            // Letters are drawn as outlines, with more digits than can be seen.
            Files.writeString(svg, drawn.replaceAll("(\\d\\.\\d\\d)\\d+", "$1"));
        } catch (IOException e) {
            throw new UserException(svg + " cannot be written: " + e.getMessage(), e);
        }
    }
}
