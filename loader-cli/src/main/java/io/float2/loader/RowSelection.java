package io.float2.loader;

import io.float2.UsageException;

/**
 * Which rows of the files are loaded. Rows keep their numbers whatever is left out before them.
 *
 * @param skip rows at the beginning that are not
 * @param sample share of the others that are, up to 1
 * @param seed decides which: the same ones for the same seed, however the rows are cut into shards
 */
public record RowSelection(long skip, double sample, long seed) {

    /** Every row. */
    public static final RowSelection ALL = new RowSelection(0, 1, 0);

    private static final double TWO_TO_53 = 0x1p53;

    public RowSelection {
        if (skip < 0) {
            throw new UsageException("a load skips 0 rows or more, not " + skip);
        }
        if (!(sample > 0 && sample <= 1)) {
            throw new UsageException("a sample is a share above 0 and up to 1, not " + sample);
        }
    }

    /** Whether a row, counted from 0 over all sources, is in the sample. */
    boolean samples(long row) {
        return sample == 1 || (mix(seed * 0x9e3779b97f4a7c15L + row) >>> 11) < sample * TWO_TO_53;
    }

    /** Every bit of the result depends on every bit of the number (the finalizer of SplitMix64). */
    private static long mix(long number) {
        long mixed = number + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
