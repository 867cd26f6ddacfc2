package io.float2.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes long vectors from real data: a descriptor of an image point is joined with those of the points next to it in the same picture,
 * nearest first. A picture with fewer points gives none.
 */
final class Neighbourhoods {

    private final short[][] descriptors;
    private final Map<String, List<Point>> pictures = new LinkedHashMap<>();

    private record Point(int row, double x, double y) {}

    /** @param places CSV with the columns photo, x and y; its rows belong to the descriptors by their number */
    Neighbourhoods(short[][] descriptors, Path places) {
        this.descriptors = descriptors;
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(places)) {
            int row = 0;
            for (NamedCsvRecord fields : rows) {
                if (row == descriptors.length) {
                    break;
                }
                pictures.computeIfAbsent(fields.getField("photo"), photo -> new ArrayList<>())
                        .add(new Point(row++, Double.parseDouble(fields.getField("x")), Double.parseDouble(fields.getField("y"))));
            }
            if (row < descriptors.length) {
                throw new UserException(places + " has " + row + " rows, fewer than the " + descriptors.length + " vectors");
            }
        } catch (IOException e) {
            throw new UserException(places + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Vectors of {@code count} descriptors each, in the order of their first. */
    short[][] join(int count) {
        short[][] joined = new short[descriptors.length][];
        pictures.values().parallelStream().filter(points -> points.size() >= count).forEach(points -> {
            points.forEach(point -> joined[point.row()] = join(nearest(point, points, count)));
        });
        List<short[]> whole = new ArrayList<>();
        for (short[] vector : joined) {
            if (vector != null) {
                whole.add(vector);
            }
        }
        return whole.toArray(short[][]::new);
    }

    private short[] join(Point[] points) {
        int length = descriptors[0].length;
        short[] vector = new short[points.length * length];
        for (int i = 0; i < points.length; i++) {
            System.arraycopy(descriptors[points[i].row()], 0, vector, i * length, length);
        }
        return vector;
    }

    /** The nearest points, the centre first, those as far away in the order of their rows. */
    private static Point[] nearest(Point centre, List<Point> points, int count) {
        Point[] nearest = new Point[count];
        double[] distances = new double[count];
        int found = 0;
        for (Point point : points) {
            double distance = point == centre ? -1 : square(point.x() - centre.x()) + square(point.y() - centre.y());
            if (found == count && distance >= distances[count - 1]) {
                continue;
            }
            int at = found == count ? count - 1 : found++;
            for (; at > 0 && distances[at - 1] > distance; at--) {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
            }
            distances[at] = distance;
            nearest[at] = point;
        }
        return nearest;
    }

    private static double square(double value) {
        return value * value;
    }
}
