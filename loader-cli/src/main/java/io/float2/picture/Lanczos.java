package io.float2.picture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights by which a line of samples is brought to another length, as Pillow's LANCZOS has them: each result is the weighted sum
 * of the samples around its place, by the windowed sinc of three lobes, in fixed point.
 */
final class Lanczos {

    /** Bits behind the point: a sum of samples of 8 bits still fits in an int, overshoot included. */
    static final int PRECISION = 32 - 8 - 2;

    /** To be in the sum before it is shifted, so that it is rounded. */
    static final int HALF = 1 << (PRECISION - 1);

    private static final int LOBES = 3;

    /** Samples of the lines whose weights are kept; pictures often come in the same few sizes. */
    private static final int MOST_SAMPLES_KEPT = 200_000;

    private static final Cache CACHE = new Cache();

    /** For each result, the first sample it is made of. */
    final int[] start;

    /** For each result, where its weights begin; one more entry tells where the last one's end. */
    final int[] offset;

    final int[] weights;

    private Lanczos(int samples, int results) {
        start = new int[results];
        offset = new int[results + 1];
        double scale = (double) samples / results;
        double filterScale = Math.max(scale, 1);
        double support = LOBES * filterScale;
        int[] ends = new int[results];
        for (int i = 0; i < results; i++) {
            double center = (i + 0.5) * scale;
            start[i] = Math.max(0, (int) (center - support + 0.5));
            ends[i] = Math.min(samples, (int) (center + support + 0.5));
            offset[i + 1] = offset[i] + ends[i] - start[i];
        }
        weights = new int[offset[results]];
        double[] exact = new double[samples];
        for (int i = 0; i < results; i++) {
            double center = (i + 0.5) * scale;
            int length = ends[i] - start[i];
            double sum = 0;
            for (int n = 0; n < length; n++) {
                exact[n] = kernel((n + start[i] - center + 0.5) / filterScale);
                sum += exact[n];
            }
            for (int n = 0; n < length; n++) {
                double weight = exact[n] / sum * (1 << PRECISION);
                weights[offset[i] + n] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
        }
    }

    /** sinc(x) sinc(x / 3). The sine of the first is made from that of the second, which has a third of its angle. */
    private static double kernel(double x) {
        if (x == 0) {
            return 1;
        }
        if (x < -LOBES || x >= LOBES) {
            return 0;
        }
        double angle = x * Math.PI / LOBES;
        double third = Math.sin(angle);
        double whole = third * (3 - 4 * third * third);
        return whole * third / (LOBES * angle * angle);
    }

    /** The weights that make so many results of so many samples. */
    static Lanczos of(int samples, int results) {
        return CACHE.weights(samples, results);
    }

    /** Of a sum in fixed point that has {@link #HALF} in it, the sample from 0 to 255. */
    static int sample(int sum) {
        return Math.max(0, Math.min(255, sum >> PRECISION));
    }

    /** The weights asked for last. */
    private static final class Cache {

        private final Map<Long, Lanczos> kept = new LinkedHashMap<>(16, 0.75f, true);
        private long samplesKept;

        Lanczos weights(int samples, int results) {
            long name = (long) samples << Integer.SIZE | results;
            synchronized (this) {
                Lanczos known = kept.get(name);
                if (known != null) {
                    return known;
                }
            }
            Lanczos made = new Lanczos(samples, results);
            synchronized (this) {
                if (kept.put(name, made) == null) {
                    samplesKept += samples;
                }
                var eldest = kept.keySet().iterator();
                while (samplesKept > MOST_SAMPLES_KEPT) {
                    samplesKept -= eldest.next() >>> Integer.SIZE;
                    eldest.remove();
                }
            }
            return made;
        }
    }
}
