package io.float2.task;

import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/** An attempt that runs in this process. Thread safe: its own threads use it as its action sees it, the worker stops it. */
final class RunningAttempt implements ActionContext {

    private final Claim claim;
    private final long worker;
    private final ConnectionSource connections;
    private final Consumer<String> log;
    private final List<Connection> opened = new ArrayList<>();
    private Thread thread;
    private StopReason stopped;
    private long done;
    private long total;
    private boolean reports;

    RunningAttempt(Claim claim, long worker, ConnectionSource connections, Consumer<String> log) {
        this.claim = claim;
        this.worker = worker;
        this.connections = connections;
        this.log = log;
    }

    Claim claim() {
        return claim;
    }

    /** The worker that has claimed it: this process may be another one by now. */
    long worker() {
        return worker;
    }

    @Override
    public long instanceId() {
        return claim.instanceId();
    }

    @Override
    public String name() {
        return claim.name();
    }

    @Override
    public long triggerId() {
        return claim.triggerId();
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public Parameters parameters() {
        return claim.parameters();
    }

    @Override
    public Connection connection() throws SQLException {
        Connection connection = connections.open();
        synchronized (this) {
            opened.removeIf(RunningAttempt::isClosed);
            opened.add(connection);
            if (stopped == StopReason.LOST) {
                connection.abort(Runnable::run);
            }
        }
        return connection;
    }

    @Override
    public synchronized void checkStopped() throws StoppedException {
        if (stopped != null) {
            throw new StoppedException(claim + ": " + stopped.sentence());
        }
    }

    @Override
    public synchronized void progress(long done, long total) {
        this.done = done;
        this.total = total;
        reports = true;
    }

    @Override
    public long addInstance(NewInstance instance) throws SQLException, StoppedException {
        return addInstances(List.of(instance)).get(0);
    }

    @Override
    public List<Long> addInstances(List<NewInstance> instances) throws SQLException, StoppedException {
        if (instances.isEmpty()) {
            return List.of();
        }
        checkStopped();
        try (Connection connection = connection()) {
            return new WorkerCalls(connection).addInstances(claim, json(instances));
        }
    }

    @Override
    public void note(String line) {
        log.accept(claim + ": " + line);
    }

    /** Units done, or null when the action has told nothing. */
    synchronized Long done() {
        return reports ? done : null;
    }

    synchronized Long total() {
        return total < 0 ? null : total;
    }

    /**
     * Asks the attempt to end; the first reason stays, unless the instance is lost. When it is asked again, a statement is cancelled
     * again: it may not have begun at the first time.
     */
    void stop(StopReason reason) {
        List<Connection> busy;
        synchronized (this) {
            boolean again = stopped == reason;
            if (stopped == StopReason.LOST || again && claim.kind() != InstanceKind.SQL) {
                return;
            }
            if (stopped == null || reason == StopReason.LOST) {
                stopped = reason;
            }
            busy = List.copyOf(opened);
            if (thread != null && !again) {
                thread.interrupt();
            }
        }
        for (Connection connection : busy) {
            end(connection, reason);
        }
    }

    /** Why it has to end, or null. */
    synchronized StopReason stopped() {
        return stopped;
    }

    /** The thread that runs it, to be interrupted by a stop. */
    synchronized void runsIn(Thread thread) {
        this.thread = thread;
        if (thread != null && stopped != null) {
            thread.interrupt();
        }
    }

    /** Closes what the action has left open. */
    void closeConnections() {
        List<Connection> left;
        synchronized (this) {
            left = List.copyOf(opened);
            opened.clear();
        }
        for (Connection connection : left) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The server rolls back what was not committed.
            }
        }
    }

    /** A lost attempt must not write any more; one that is stopped may still tidy up. */
    private static void end(Connection connection, StopReason reason) {
        try {
            if (connection.isClosed()) {
                return;
            }
            if (reason == StopReason.LOST) {
                connection.abort(Runnable::run);
            } else {
                connection.unwrap(PGConnection.class).cancelQuery();
            }
        } catch (SQLException e) {
            // The server is gone, and the statement with it.
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** As {@code image_library.parse_instances} reads them. */
    private static String json(List<NewInstance> instances) {
        List<Map<String, Object>> described = new ArrayList<>();
        for (NewInstance instance : instances) {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("name", instance.name());
            properties.put(instance.kind().word(), instance.kind() == InstanceKind.SHELL ? instance.command() : instance.command().get(0));
            if (instance.group() != null) {
                properties.put("group", instance.group());
            }
            properties.put("parameters", instance.parameters());
            properties.put("depends_on", instance.dependsOn());
            properties.put("max_attempts", instance.maxAttempts());
            described.add(properties);
        }
        return Parameters.write(described);
    }
}
