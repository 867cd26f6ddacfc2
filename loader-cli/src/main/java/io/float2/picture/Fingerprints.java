package io.float2.picture;

import java.util.Arrays;

/**
 * The three fingerprints of one picture, as Python's {@code imagehash} defines them: the picture is made grey and shrunk to 8 x 8,
 * 9 x 8 and 32 x 32 samples. Rows are taken as they are decoded, so that only a few are in memory. Not thread safe.
 */
final class Fingerprints implements LumaRows {

    private static final int SIDE = 8;
    private static final int COSINE_SIDE = 32;
    /** Rows that are shrunk together, so that each weight is read once for all of them. */
    private static final int TOGETHER = 4;
    private static final CosineTransform COSINES = new CosineTransform(COSINE_SIDE, SIDE);

    private final int width;
    private final int height;
    private final Shrunk average;
    private final Shrunk difference;
    private final Shrunk cosine;
    private final int[][] lines;
    private int rows;

    Fingerprints(int width, int height) {
        this.width = width;
        this.height = height;
        average = new Shrunk(SIDE, SIDE);
        difference = new Shrunk(SIDE + 1, SIDE);
        cosine = new Shrunk(COSINE_SIDE, COSINE_SIDE);
        lines = new int[TOGETHER][width];
    }

    @Override
    public void row(int[] luma) {
        if (rows == height) {
            throw new IllegalStateException("a row below the last one");
        }
        System.arraycopy(luma, 0, lines[rows % TOGETHER], 0, width);
        rows++;
        if (rows % TOGETHER == 0 || rows == height) {
            int first = (rows - 1) / TOGETHER * TOGETHER;
            average.take(first, rows);
            difference.take(first, rows);
            cosine.take(first, rows);
        }
    }

    /** Whether all rows are there. */
    boolean complete() {
        return rows == height;
    }

    /** A bit for each sample of 8 x 8 that is above their mean. */
    long average() {
        int[] samples = average.samples();
        double mean = Arrays.stream(samples).sum() / (double) samples.length;
        long bits = 0;
        for (int sample : samples) {
            bits = bits << 1 | (sample > mean ? 1 : 0);
        }
        return bits;
    }

    /** A bit for each sample of 9 x 8 that is above its left neighbour. */
    long difference() {
        int[] samples = difference.samples();
        long bits = 0;
        for (int i = 0; i < samples.length; i++) {
            if (i % (SIDE + 1) != 0) {
                bits = bits << 1 | (samples[i] > samples[i - 1] ? 1 : 0);
            }
        }
        return bits;
    }

    /** A bit for each of the 8 x 8 lowest frequencies of 32 x 32 samples that is above their median. */
    long cosine() {
        double[] low = COSINES.lowest(cosine.samples());
        double[] sorted = low.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long bits = 0;
        for (double value : low) {
            bits = bits << 1 | (value > median ? 1 : 0);
        }
        return bits;
    }

    /** The picture at another size. As in Pillow, rows are shrunk first and rounded to 8 bits, then columns. */
    private final class Shrunk {

        private final int columns;
        private final Lanczos across;
        private final Lanczos down;
        private final int[] sums;
        private final int[][] shrunk;

        Shrunk(int columns, int lines) {
            this.columns = columns;
            across = Lanczos.of(width, columns);
            down = Lanczos.of(height, lines);
            sums = new int[columns * lines];
            Arrays.fill(sums, Lanczos.HALF);
            shrunk = new int[TOGETHER][columns];
        }

        /** Adds the lines, which are those rows; behind the last row, lines are left over from before, and nothing comes of them. */
        void take(int first, int end) {
            for (int i = 0; i < columns; i++) {
                int from = across.offset[i];
                weighted(lines, across.start[i] - from, across.weights, from, across.offset[i + 1], shrunk, i);
            }
            for (int j = 0; j < down.start.length; j++) {
                int shift = down.offset[j] - down.start[j];
                int last = Math.min(end, down.offset[j + 1] - shift);
                for (int row = Math.max(first, down.start[j]); row < last; row++) {
                    add(down.weights[row + shift], shrunk[row % TOGETHER], sums, j * columns);
                }
            }
        }

        int[] samples() {
            return Arrays.stream(sums).map(Lanczos::sample).toArray();
        }
    }

    /**
     * One sample of each line. Nearly all of the time goes in here: compilers make vector instructions of such a loop, as long as it is no more
     * than this.
     */
    private static void weighted(int[][] lines, int shift, int[] weights, int from, int to, int[][] shrunk, int column) {
        int[] line0 = lines[0];
        int[] line1 = lines[1];
        int[] line2 = lines[2];
        int[] line3 = lines[3];
        int sum0 = Lanczos.HALF;
        int sum1 = Lanczos.HALF;
        int sum2 = Lanczos.HALF;
        int sum3 = Lanczos.HALF;
        for (int i = from; i < to; i++) {
            int weight = weights[i];
            sum0 += line0[i + shift] * weight;
            sum1 += line1[i + shift] * weight;
            sum2 += line2[i + shift] * weight;
            sum3 += line3[i + shift] * weight;
        }
        shrunk[0][column] = Lanczos.sample(sum0);
        shrunk[1][column] = Lanczos.sample(sum1);
        shrunk[2][column] = Lanczos.sample(sum2);
        shrunk[3][column] = Lanczos.sample(sum3);
    }

    private static void add(int weight, int[] samples, int[] sums, int from) {
        for (int i = 0; i < samples.length; i++) {
            sums[from + i] += weight * samples[i];
        }
    }
}
