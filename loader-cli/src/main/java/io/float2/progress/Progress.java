package io.float2.progress;

/**
 * Listens to long work. The work calls {@link #phase} once at the start of each step, {@link #advance} as often as it likes,
 * and {@link #done} when the step has ended well; a step that fails is simply not ended.
 *
 * <p>Implementations are thread safe: several threads may advance the same phase.
 */
public interface Progress {

    /** The total of a phase whose size is not known. */
    long UNKNOWN = -1;

    /** Nobody listens. */
    Progress NONE = new Progress() {
        @Override
        public void phase(String name, String unit, long total) {}

        @Override
        public void advance(long count, long bytes) {}

        @Override
        public void done() {}

        @Override
        public void note(String line) {}
    };

    /**
     * Starts a step; the one before it counts as ended.
     *
     * @param name a few words such as "load photos"
     * @param unit what is counted, in the plural: "rows", "tuples", "blocks", "queries"
     * @param total how many of them there will be, or {@link #UNKNOWN}
     */
    void phase(String name, String unit, long total);

    /** Starts a step that counts rows. */
    default void phase(String name, long total) {
        phase(name, "rows", total);
    }

    /** Adds to the running phase: {@code count} more units done, {@code bytes} more moved (0 where bytes say nothing). */
    void advance(long count, long bytes);

    /** Ends the running phase. */
    void done();

    /** A remark worth a line of its own: a retry, a skipped value, a fall-back taken. */
    void note(String line);
}
