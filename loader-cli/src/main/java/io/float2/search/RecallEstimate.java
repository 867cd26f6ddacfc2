package io.float2.search;

import java.util.Arrays;
import java.util.Random;

/**
 * Recall with its 95 % interval.
 *
 * <p>The k results of one query succeed and fail together, so it is the queries that are drawn anew (bootstrap). When all queries
 * have the same recall there is nothing to draw, and the interval is Wilson's, with the queries as trials, which is wider.
 *
 * @param method how the interval was found, in words
 */
record RecallEstimate(double recall, double low, double high, String method) {

    private static final int RESAMPLES = 2000;
    private static final long SEED = 95;
    private static final double Z = 1.959964;

    /**
     * @param hits neighbours found of each query
     * @param wanted neighbours there are of each query, at least one
     */
    static RecallEstimate of(int[] hits, int[] wanted) {
        double recall = (double) Arrays.stream(hits).asLongStream().sum() / Arrays.stream(wanted).asLongStream().sum();
        boolean allSame = true;
        for (int i = 0; i < hits.length; i++) {
            allSame &= hits[i] * (long) wanted[0] == hits[0] * (long) wanted[i];
        }
        return allSame ? wilson(recall, hits.length) : bootstrap(recall, hits, wanted);
    }

    private static RecallEstimate wilson(double recall, int queries) {
        double z2 = Z * Z / queries;
        double centre = (recall + z2 / 2) / (1 + z2);
        double half = Z / (1 + z2) * Math.sqrt(recall * (1 - recall) / queries + z2 / (4 * queries));
        return new RecallEstimate(recall, Math.max(0, centre - half), Math.min(1, centre + half), "Wilson over queries");
    }

    private static RecallEstimate bootstrap(double recall, int[] hits, int[] wanted) {
        Random random = new Random(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            long hit = 0;
            long of = 0;
            for (int j = 0; j < hits.length; j++) {
                int drawn = random.nextInt(hits.length);
                hit += hits[drawn];
                of += wanted[drawn];
            }
            means[i] = (double) hit / of;
        }
        Arrays.sort(means);
        return new RecallEstimate(
                recall, means[(int) (RESAMPLES * 0.025)], means[(int) (RESAMPLES * 0.975)], "bootstrap over queries");
    }
}
