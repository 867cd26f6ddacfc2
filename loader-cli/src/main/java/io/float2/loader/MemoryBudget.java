package io.float2.loader;

import io.float2.UsageException;

/**
 * What rows on their way may take in this process, shared out among the jobs. Every job has a few batches that go around between its
 * reader and its connection, a reader's buffer of the size of a batch and a buffer for sending: nothing grows with the files.
 *
 * @param batchBytes size of each batch
 */
record MemoryBudget(int batchBytes) {

    /** One is filled, one is sent, one waits. */
    static final int BATCHES = 3;

    /** The batches and the reader's buffer; the buffer for sending is not larger than a batch. */
    private static final int PARTS = BATCHES + 2;

    /** Larger batches bring nothing. */
    private static final int MOST = 1 << 20;

    private static final int LEAST = 1 << 16;

    private static final long DEFAULT = 256L << 20;

    /**
     * @param bytes for all jobs together, or 0: 256 MiB, or a quarter of what Java may use where that is less
     * @throws UsageException when that is too little for so many jobs
     */
    static MemoryBudget of(long bytes, int jobs) {
        long all = bytes > 0 ? bytes : Math.min(DEFAULT, Runtime.getRuntime().maxMemory() / 4);
        long each = all / jobs / PARTS;
        if (each < LEAST) {
            throw new UsageException("--memory " + all + " is too little for " + jobs + (jobs == 1 ? " job" : " jobs")
                    + ": each takes " + (long) PARTS * LEAST + " bytes or more");
        }
        return new MemoryBudget((int) Math.min(MOST, each));
    }
}
