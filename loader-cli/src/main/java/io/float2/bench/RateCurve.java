package io.float2.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rate over recall, between points that were measured: the logarithm of the rate is taken to be linear between neighbours. */
final class RateCurve {

    private final List<double[]> points = new ArrayList<>();

    /** Points may come in any order; of those with the same recall the fastest counts. */
    void add(double recall, double rate) {
        for (double[] point : points) {
            if (point[0] == recall) {
                point[1] = Math.max(point[1], rate);
                return;
            }
        }
        points.add(new double[] {recall, rate});
        points.sort(Comparator.comparingDouble(point -> point[0]));
    }

    double lowest() {
        return points.get(0)[0];
    }

    double highest() {
        return points.get(points.size() - 1)[0];
    }

    /** @param recall between the lowest and the highest */
    double rate(double recall) {
        for (int i = 1; i < points.size(); i++) {
            double[] left = points.get(i - 1);
            double[] right = points.get(i);
            if (recall <= right[0]) {
                double part = (recall - left[0]) / (right[0] - left[0]);
                return Math.exp(Math.log(left[1]) * (1 - part) + Math.log(right[1]) * part);
            }
        }
        return points.get(points.size() - 1)[1];
    }
}
