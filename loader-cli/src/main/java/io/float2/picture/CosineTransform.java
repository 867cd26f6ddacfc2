package io.float2.picture;

/**
 * The cosine transform (type 2, not normalised) of a square, first down its columns, then along its rows.
 *
 * <p>Each line is split into the sums and the differences of its ends, again and again. What is even, odd or flat then has zeros where
 * it should, not the rounding errors of large numbers, which would decide bits of a fingerprint.
 */
final class CosineTransform {

    private final int side;
    private final int wanted;
    /** For each length of a line (its logarithm), the waves of its odd frequencies: a row for each. */
    private final double[][] waves;

    /**
     * @param side of the square of samples, a power of 2
     * @param wanted side of the square of the lowest frequencies, a power of 2
     */
    CosineTransform(int side, int wanted) {
        this.side = side;
        this.wanted = wanted;
        waves = new double[Integer.numberOfTrailingZeros(side) + 1][];
        for (int length = side, count = wanted; length > 1; length /= 2, count = Math.max(1, count / 2)) {
            double[] odd = new double[Math.max(1, count / 2) * length / 2];
            for (int i = 0; i < odd.length; i++) {
                int frequency = 2 * (i / (length / 2)) + 1;
                int place = 2 * (i % (length / 2)) + 1;
                odd[i] = Math.cos(Math.PI * frequency * place / (2 * length));
            }
            waves[Integer.numberOfTrailingZeros(length)] = odd;
        }
    }

    /**
     * The lowest frequencies, row by row.
     *
     * @param samples row by row
     */
    double[] lowest(int[] samples) {
        double[] down = new double[wanted * side];
        double[] line = new double[side];
        double[] frequencies = new double[wanted];
        for (int x = 0; x < side; x++) {
            for (int y = 0; y < side; y++) {
                line[y] = samples[y * side + x];
            }
            transform(line, frequencies);
            for (int k = 0; k < wanted; k++) {
                down[k * side + x] = frequencies[k];
            }
        }
        double[] low = new double[wanted * wanted];
        for (int k = 0; k < wanted; k++) {
            System.arraycopy(down, k * side, line, 0, side);
            transform(line, frequencies);
            System.arraycopy(frequencies, 0, low, k * wanted, wanted);
        }
        return low;
    }

    /** @param line is overwritten */
    private void transform(double[] line, double[] frequencies) {
        int step = 1;
        for (int length = side; length > 1 && step < wanted; length /= 2, step *= 2) {
            int half = length / 2;
            double[] odd = waves[Integer.numberOfTrailingZeros(length)];
            double[] differences = new double[half];
            for (int n = 0; n < half; n++) {
                differences[n] = line[n] - line[length - 1 - n];
                line[n] += line[length - 1 - n];
            }
            for (int k = 0; k * half < odd.length; k++) {
                double sum = 0;
                for (int n = 0; n < half; n++) {
                    sum += differences[n] * odd[k * half + n];
                }
                frequencies[(2 * k + 1) * step] = 2 * sum;
            }
        }
        double sum = 0;
        for (int n = 0; n < side / step; n++) {
            sum += line[n];
        }
        frequencies[0] = 2 * sum;
    }
}
