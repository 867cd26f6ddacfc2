package io.float2.index;

import io.float2.UsageException;

/**
 * How indexes are built, whatever they are.
 *
 * @param concurrently let others write to the table meanwhile
 * @param memory maintenance_work_mem of each build in PostgreSQL's spelling, such as 2GB; null: as the server has it
 * @param jobs how many indexes are built at once; they share the workers that the server has for one
 * @param dryRun only say what would be done
 */
public record BuildOptions(boolean concurrently, String memory, int jobs, boolean dryRun) {

    private static final int MOST_JOBS = 64;

    public BuildOptions {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new UsageException("1 to " + MOST_JOBS + " indexes can be built at once, not " + jobs);
        }
        if (jobs > 1 && concurrently) {
            throw new UsageException("the server builds only one index of a table at a time concurrently: leave --jobs or --concurrently out");
        }
    }
}
