package io.float2.task;

import io.float2.sql.ConnectionSource;
import io.float2.sql.ServerWords;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Claims instances and runs them until it is told to stop. Any number of workers, in any number of processes and on any number of
 * machines, share the work.
 *
 * <p>Four threads: the one that calls {@link #run} claims and takes down ends, on one connection; {@link Heart} keeps the worker alive
 * in the eyes of the others, on a second; its watchdog ends what runs when the heart has not been heard for too long; and
 * {@link Upkeep} deletes old history now and then. When the database goes away, all wait for it to come back. What has ended meanwhile
 * is taken down then.
 */
public final class Worker {

    /** For threads of actions to end in after they were interrupted. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);

    private final ConnectionSource connections;
    private final WorkerSettings settings;
    private final Consumer<String> log;
    private final Consumer<String> detail;
    private final AttemptRun attemptRun;

    private final Map<Long, RunningAttempt> running = new ConcurrentHashMap<>();
    private final List<AttemptRun.Result> unfinished = new ArrayList<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Backoff backoff = new Backoff();
    private final Heart heart;
    private final Upkeep upkeep;
    private final Counts counts = new Counts();

    private volatile boolean stopping;
    private volatile long id;
    private Connection connection;

    /**
     * @param connections opens connections to the database with the scheduler
     * @param actions what instances of kind java can run
     * @param log takes lines for people: failures, triggers, lost workers
     * @param detail takes a line for every attempt
     */
    public Worker(ConnectionSource connections, Actions actions, WorkerSettings settings, Consumer<String> log, Consumer<String> detail) {
        this.connections = connections;
        this.settings = settings;
        this.log = log;
        this.detail = detail;
        attemptRun = new AttemptRun(actions);
        heart = new Heart(this, connections, settings);
        upkeep = new Upkeep(this, connections);
    }

    /** Something that the thread of {@link #run} has to know of. */
    private sealed interface Event {
        record Woken() implements Event {}

        record Ended(RunningAttempt attempt, AttemptRun.Result result) implements Event {}

        record HeldAre(long worker, List<Held> held) implements Event {}
    }

    /** Tells the worker to claim nothing more, and to end when what it runs has ended or the grace is over. Any thread may call. */
    public void stop() {
        stopping = true;
        wake();
    }

    /**
     * Works until {@link #stop}, or until nothing is left if the settings say so.
     *
     * @throws SQLException when the database refuses the worker, or cannot be reached at the start
     */
    public WorkerReport run() throws SQLException, InterruptedException {
        try {
            open();
            enlist();
            heart.start();
            upkeep.start();
            work();
            end();
        } finally {
            heart.close();
            upkeep.close();
            // Only a failure leaves anything.
            abandon();
            threads.shutdownNow();
            close();
        }
        return counts.report();
    }

    /** The worker in the database, 0 while it is none. */
    long id() {
        return id;
    }

    Iterable<RunningAttempt> running() {
        return running.values();
    }

    /** Looks for work at once. */
    void wake() {
        events.add(new Event.Woken());
    }

    void held(long worker, List<Held> held) {
        events.add(new Event.HeldAre(worker, held));
    }

    void log(String line) {
        log.accept(line);
    }

    /** The database takes the worker for dead: it ends what it runs and goes on as another one. */
    synchronized void lost(long worker) {
        if (worker != 0 && id == worker) {
            id = 0;
            log.accept("worker " + worker + " was found lost: its instances are others' now");
            abandon();
            wake();
        }
    }

    /** Ends all that runs, at once, since others may have begun it. */
    void abandon() {
        running.values().forEach(attempt -> attempt.stop(StopReason.LOST));
    }

    /** Once the database was there, that it goes away ends no worker: the first step tries again. */
    private void enlist() throws SQLException {
        try {
            Tasks.requireInstalled(connection);
            begin();
        } catch (SQLException e) {
            if (endsWorker(e)) {
                throw e;
            }
            close();
        }
    }

    private void work() throws SQLException, InterruptedException {
        while (!stopping) {
            Event event = events.poll(pause().toMillis(), TimeUnit.MILLISECONDS);
            if (step(event) && settings.untilIdle() && running.isEmpty() && !isAnythingLeft()) {
                return;
            }
        }
    }

    /** Lets what runs end, gives back what does not. */
    private void end() throws SQLException, InterruptedException {
        if (!running.isEmpty()) {
            log.accept("ending; " + running.size() + " instances have " + settings.grace().toSeconds() + " s to come to an end");
        }
        awaitEnds(settings.grace());
        running.values().forEach(attempt -> attempt.stop(StopReason.ENDING));
        awaitEnds(LAST_WAIT);
        for (RunningAttempt attempt : running.values()) {
            log.accept(attempt.claim() + " does not end; it is given back all the same");
            attempt.stop(StopReason.LOST);
            unfinished.add(new AttemptRun.Result(new AttemptEnd(attempt.claim(), Outcome.INTERRUPTED, null, null), false));
        }
        for (int attempt = 0; attempt < 5 && !goodbye(); attempt++) {
            Thread.sleep(backoff.next().toMillis());
        }
    }

    private void awaitEnds(Duration patience) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!running.isEmpty() && System.nanoTime() < deadline) {
            step(events.poll(Math.min(100, patience.toMillis()), TimeUnit.MILLISECONDS));
        }
    }

    private boolean goodbye() {
        try {
            ensureOpen();
            countTakenDown(new WorkerCalls(connection).finish(id, ends()));
            new WorkerCalls(connection).endWorker(id);
            return true;
        } catch (SQLException e) {
            close();
            return false;
        }
    }

    /** Waits long when all slots are taken, since only an event can change that. */
    private Duration pause() {
        if (backoff.isFailing()) {
            return backoff.next();
        }
        return running.size() >= settings.slots() ? settings.heartbeat() : settings.poll();
    }

    /** Takes in what has happened, and claims. Returns whether the database was there. */
    private boolean step(Event first) throws SQLException {
        for (Event event = first; event != null; event = events.poll()) {
            take(event);
        }
        try {
            ensureOpen();
            // What was lost has to end here before the same is claimed again.
            if (id == 0 && running.isEmpty() && !stopping) {
                begin();
            }
            finishAndClaim();
            if (backoff.isFailing()) {
                log.accept("the database is back");
                backoff.reset();
            }
            return true;
        } catch (WorkerLostException e) {
            lost(id);
            return false;
        } catch (SQLException e) {
            if (endsWorker(e)) {
                abandon();
                throw e;
            }
            if (!backoff.isFailing()) {
                log.accept("the database does not answer: " + ServerWords.of(e).lines().findFirst().orElse("") + "; trying again");
            }
            backoff.next();
            close();
            return false;
        }
    }

    /** Whether trying again is of no use: the schema is not there, or not for this role. */
    static boolean endsWorker(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("42") || state.startsWith("3F") || state.startsWith("28") || state.startsWith("3D");
    }

    private void take(Event event) {
        if (event instanceof Event.Ended ended) {
            running.remove(ended.attempt().instanceId(), ended.attempt());
            if (ended.result().finished()) {
                count(ended.result().end());
            } else if (ended.attempt().worker() != id) {
                counts.lost++;
            } else {
                unfinished.add(ended.result());
            }
        } else if (event instanceof Event.HeldAre held && held.worker() == id) {
            held.held().forEach(this::giveBackUnlessKnown);
        }
    }

    /** A claim may have come about although its answer did not arrive. */
    private void giveBackUnlessKnown(Held held) {
        RunningAttempt known = running.get(held.instanceId());
        boolean ending = unfinished.stream().anyMatch(result -> result.end().instanceId() == held.instanceId());
        if ((known == null || known.attempt() != held.attempt()) && !ending) {
            unfinished.add(new AttemptRun.Result(
                    new AttemptEnd(held.instanceId(), held.attempt(), Outcome.INTERRUPTED, null, null), false));
        }
    }

    /** Takes down what has ended and claims as much as there is room for: one transaction, so one wait for the disk. */
    private void finishAndClaim() throws SQLException, WorkerLostException {
        if (id == 0) {
            // It belonged to the worker that was lost.
            unfinished.clear();
            return;
        }
        int free = stopping ? 0 : settings.slots() - running.size();
        if (unfinished.isEmpty() && free <= 0) {
            return;
        }
        long mine = id;
        WorkerCalls calls = new WorkerCalls(connection);
        connection.setAutoCommit(false);
        try {
            Set<Long> takenDown = Set.of();
            if (!unfinished.isEmpty()) {
                calls.lockWorker(mine);
                takenDown = calls.finish(mine, ends());
            }
            List<Claim> claims = free <= 0 ? List.of() : calls.claim(mine, free, settings);
            connection.commit();
            countTakenDown(takenDown);
            claims.forEach(claim -> begin(claim, mine));
        } finally {
            if (!connection.isClosed()) {
                // Rolls back what was not committed.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Of two ends of an instance the later one. */
    private List<AttemptEnd> ends() {
        Map<Long, AttemptEnd> ends = new LinkedHashMap<>();
        unfinished.forEach(result -> ends.put(result.end().instanceId(), result.end()));
        return List.copyOf(ends.values());
    }

    private void countTakenDown(Set<Long> takenDown) {
        ends().stream().filter(end -> takenDown.contains(end.instanceId())).forEach(this::count);
        unfinished.clear();
    }

    private void begin(Claim claim, long mine) {
        RunningAttempt attempt = new RunningAttempt(claim, mine, connections, detail);
        running.put(claim.instanceId(), attempt);
        if (id != mine) {
            // Found lost since: whoever abandoned what runs may not have seen this one.
            attempt.stop(StopReason.LOST);
        }
        threads.execute(() -> events.add(new Event.Ended(attempt, attemptRun.run(attempt))));
    }

    private void count(AttemptEnd end) {
        counts.add(end.outcome());
        String line = "instance " + end.instanceId() + ", attempt " + end.attempt() + ": " + end.outcome().word();
        if (end.error() != null) {
            log.accept(line + ": " + end.error());
        } else {
            detail.accept(line);
        }
    }

    private boolean isAnythingLeft() throws SQLException {
        try {
            return new WorkerCalls(connection).isAnythingLeft();
        } catch (SQLException e) {
            close();
            return true;
        }
    }

    private void begin() throws SQLException {
        heart.reset();
        id = new WorkerCalls(connection).beginWorker(host(), ProcessHandle.current().pid(), settings);
        detail.accept("worker " + id + " with " + settings.slots() + " slots");
    }

    private void ensureOpen() throws SQLException {
        if (connection == null) {
            open();
        }
    }

    private void open() throws SQLException {
        connection = connections.open();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        // A server that has vanished without a word must not hold the worker for ever.
        connection.setNetworkTimeout(Runnable::run, (int) settings.heartbeatTimeout().toMillis());
    }

    private void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It was of no use any more.
        }
        connection = null;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Used by the thread of {@link #run} alone. */
    private static final class Counts {
        private final Map<Outcome, Long> ends = new LinkedHashMap<>();
        private long lost;

        void add(Outcome outcome) {
            ends.merge(outcome, 1L, Long::sum);
        }

        WorkerReport report() {
            return new WorkerReport(of(Outcome.SUCCEEDED), of(Outcome.FAILED) + of(Outcome.TRANSIENT), of(Outcome.STOPPED),
                    of(Outcome.INTERRUPTED), lost);
        }

        private long of(Outcome outcome) {
            return ends.getOrDefault(outcome, 0L);
        }
    }
}
