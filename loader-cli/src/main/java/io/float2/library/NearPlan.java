package io.float2.library;

import io.float2.UserException;
import java.util.Locale;

/**
 * Which near duplicates to look for.
 *
 * @param picture key of a picture, a file, or a fingerprint of 16 hexadecimal digits
 * @param distance most bits that differ
 * @param limit most pictures
 */
public record NearPlan(String picture, Fingerprint by, int distance, int limit) {

    /** What is compared. */
    public enum Fingerprint {
        PHASH,
        DHASH,
        AHASH;

        /** As on the command line, and the column. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int BITS = 64;

    public NearPlan {
        if (distance < 0 || distance > BITS) {
            throw new UserException("--distance " + distance + ": a fingerprint has " + BITS + " bits");
        }
        if (limit < 1) {
            throw new UserException("--limit " + limit + ": it must be at least 1");
        }
    }
}
