package io.float2.index;

import java.util.List;

/**
 * What was done about several indexes.
 *
 * @param table for people; null when there were several
 * @param workBytes estimate of what the largest build takes in memory; 0 when that is not known
 * @param memoryBytes maintenance_work_mem of one build; 0 when that is not known
 * @param indexes those built or left as they are, and those left out, in the order of the plan
 * @param statements that build the first ones, in the same order
 */
public record IndexSetReport(
        String table,
        boolean dryRun,
        double seconds,
        long workBytes,
        long memoryBytes,
        List<IndexOutcome> indexes,
        List<String> statements) {

    public IndexSetReport {
        indexes = List.copyOf(indexes);
        statements = List.copyOf(statements);
    }

    /** How many ended so. */
    public long count(IndexOutcome.State state) {
        return indexes.stream().filter(i -> i.state() == state).count();
    }

    /** What all of them take on disk. */
    public long bytes() {
        return indexes.stream().mapToLong(IndexOutcome::bytes).sum();
    }
}
