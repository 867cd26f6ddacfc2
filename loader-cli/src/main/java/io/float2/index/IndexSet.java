package io.float2.index;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.Failures;
import io.float2.sql.ServerWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Builds several indexes, some at once. One that the server refuses is reported, and the others go on. */
final class IndexSet {

    private final ConnectionSource connections;
    private final Progress progress;
    private final int jobs;
    private final AtomicBoolean stopped = new AtomicBoolean();

    IndexSet(ConnectionSource connections, Progress progress, int jobs) {
        this.connections = connections;
        this.progress = progress;
        this.jobs = jobs;
    }

    /**
     * Builds those that are not there.
     *
     * @return what became of each, in the same order
     * @throws SQLException when the server fails; what was built before stays
     * @throws InterruptedException when the calling thread was interrupted; what was built before stays
     */
    List<IndexOutcome> build(List<IndexTask> tasks) throws SQLException, InterruptedException {
        int atOnce = Math.min(jobs, tasks.size());
        if (atOnce > 1) {
            return buildAtOnce(tasks, atOnce);
        }
        List<IndexOutcome> outcomes = new ArrayList<>();
        IndexBuild build = new IndexBuild(connections, progress, 1);
        for (IndexTask task : tasks) {
            String number = tasks.size() == 1 ? "" : (outcomes.size() + 1) + "/" + tasks.size() + " ";
            outcomes.add(build(build, task, number + task.display()));
        }
        return outcomes;
    }

    private List<IndexOutcome> buildAtOnce(List<IndexTask> tasks, int atOnce) throws SQLException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        progress.phase("building " + atOnce + " at a time", "indexes", tasks.size());
        IndexBuild build = new IndexBuild(connections, progress, atOnce);
        List<Future<IndexOutcome>> running = new ArrayList<>();
        for (IndexTask task : tasks) {
            running.add(threads.submit(() -> buildUnlessStopped(build, task)));
        }
        threads.shutdown();
        try {
            List<IndexOutcome> outcomes = new ArrayList<>();
            for (Future<IndexOutcome> future : running) {
                outcomes.add(future.get());
            }
            progress.done();
            return outcomes;
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } finally {
            stopped.set(true);
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private IndexOutcome buildUnlessStopped(IndexBuild build, IndexTask task) throws SQLException, InterruptedException {
        if (stopped.get()) {
            throw new InterruptedException();
        }
        try {
            IndexOutcome outcome = build(build, task, task.display());
            progress.advance(1, 0);
            return outcome;
        } catch (SQLException | InterruptedException e) {
            stopped.set(true);
            throw e;
        }
    }

    private IndexOutcome build(IndexBuild build, IndexTask task, String label) throws SQLException, InterruptedException {
        try {
            return build.run(task, IndexPlace.at(task.index()), label);
        } catch (SQLException e) {
            if (!BuildFailure.isRefusal(e)) {
                throw e;
            }
            return failed(task, ServerWords.of(e));
        } catch (UserException e) {
            return failed(task, e.getMessage());
        }
    }

    /** What {@link #build} would find, of which it does nothing. */
    static List<IndexOutcome> planned(Connection connection, List<IndexTask> tasks) throws SQLException {
        List<IndexOutcome> outcomes = new ArrayList<>();
        for (IndexTask task : tasks) {
            boolean there = IndexState.of(connection, task.index()) == IndexState.VALID;
            outcomes.add(new IndexOutcome(task.display(), there ? IndexOutcome.State.THERE : IndexOutcome.State.PLANNED, task.rows(), 0,
                    Tables.indexBytes(connection, task), null));
        }
        return outcomes;
    }

    private static IndexOutcome failed(IndexTask task, String why) {
        return new IndexOutcome(task.display(), IndexOutcome.State.FAILED, task.rows(), 0, 0, why);
    }

    /** Cancelled builds tidy up on their own threads. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
