package io.float2.index;

/**
 * What became of one index of several.
 *
 * @param index its name for people
 * @param rows in it, as far as was known before
 * @param seconds of the build, 0 when there was none
 * @param bytes on disk, 0 when there is none
 * @param failure why it failed or was left out, in words; null otherwise
 */
public record IndexOutcome(String index, State state, long rows, double seconds, long bytes, String failure) {

    /** What was done. */
    public enum State {
        /** It was missing and has been built. */
        BUILT,
        /** It was invalid and has been dropped and built anew. */
        REBUILT,
        /** It was there. */
        THERE,
        /** Nothing was done, as a dry run asks. */
        PLANNED,
        /** It was left out. */
        SKIPPED,
        /** The server refused it. */
        FAILED
    }
}
