package io.float2.picture;

import java.util.Arrays;

/**
 * The three fingerprints of one picture, as Python's {@code imagehash} defines them: the picture is made grey and shrunk to 8 x 8,
 * 9 x 8 and 32 x 32 samples. Rows are taken as they are decoded, so that only one is in memory. Not thread safe.
 */
final class Fingerprints implements LumaRows {

    private static final int SIDE = 8;
    private static final int COSINE_SIDE = 32;
    private static final CosineTransform COSINES = new CosineTransform(COSINE_SIDE, SIDE);

    private final int width;
    private final int height;
    private final Shrunk average;
    private final Shrunk difference;
    private final Shrunk cosine;
    private final int[] line;
    private int rows;

    Fingerprints(int width, int height) {
        this.width = width;
        this.height = height;
        average = new Shrunk(SIDE, SIDE);
        difference = new Shrunk(SIDE + 1, SIDE);
        cosine = new Shrunk(COSINE_SIDE, COSINE_SIDE);
        line = new int[width];
    }

    @Override
    public void row(byte[] luma) {
        if (rows == height) {
            throw new IllegalStateException("a row below the last one");
        }
        for (int x = 0; x < width; x++) {
            line[x] = luma[x] & 0xff;
        }
        average.take(rows);
        difference.take(rows);
        cosine.take(rows);
        rows++;
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
        private final int[] shrunk;

        Shrunk(int columns, int lines) {
            this.columns = columns;
            across = Lanczos.of(width, columns);
            down = Lanczos.of(height, lines);
            sums = new int[columns * lines];
            Arrays.fill(sums, Lanczos.HALF);
            shrunk = new int[columns];
        }

        /** Adds the line, which is that row. */
        void take(int row) {
            for (int i = 0; i < columns; i++) {
                shrunk[i] = Lanczos.sample(Lanczos.HALF + weighted(line, across.start[i], across.weights, across.offset[i], across.offset[i + 1]));
            }
            for (int j = 0; j < down.start.length; j++) {
                int place = row - down.start[j];
                if (place >= 0 && place < down.offset[j + 1] - down.offset[j]) {
                    int weight = down.weights[down.offset[j] + place];
                    for (int i = 0; i < columns; i++) {
                        sums[j * columns + i] += weight * shrunk[i];
                    }
                }
            }
        }

        int[] samples() {
            return Arrays.stream(sums).map(Lanczos::sample).toArray();
        }
    }

    /** Nearly all of the time goes in here. Compilers make vector instructions of such a loop, as long as it is no more than this. */
    private static int weighted(int[] samples, int start, int[] weights, int from, int to) {
        int sum = 0;
        int shift = start - from;
        for (int i = from; i < to; i++) {
            sum += samples[i + shift] * weights[i];
        }
        return sum;
    }
}
