package io.float2.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One attempt at an instance, as its action sees it. All methods may be called by any thread of the action. */
public interface ActionContext {

    /** The instance that is run. */
    long instanceId();

    /** Its name, unique within its trigger record. */
    String name();

    /** The trigger record that the instance belongs to. */
    long triggerId();

    /** Number of the attempt, counted from 1; it never comes twice for an instance. */
    int attempt();

    /** The parameters of the instance: those of the task, of the trigger and of the instance, the later ones winning. */
    Parameters parameters();

    /** Opens a connection in autocommit mode for this attempt alone. The worker closes it at the end, if the action has not. */
    Connection connection() throws SQLException;

    /**
     * Returns while the attempt is to go on; to be called every second or so.
     *
     * @throws StoppedException when somebody asked for a stop, the worker is ending, or the instance was lost to another worker
     */
    void checkStopped() throws StoppedException;

    /**
     * Tells how far the attempt is, for people. Cheap: it is written with the worker's next heartbeat.
     *
     * @param done units that are done
     * @param total all units, or -1 when it is not known
     */
    void progress(long done, long total);

    /**
     * Adds an instance to the same trigger record; it may run at once unless it depends on something. When there is one of this name
     * already, from an attempt before, nothing is changed.
     *
     * @return its id
     * @throws StoppedException when this attempt has lost its instance: nothing was added
     * @throws SQLException 42704 when it depends on a name that is not there, 22023 when a property is out of range
     */
    long addInstance(NewInstance instance) throws SQLException, StoppedException;

    /** As {@link #addInstance} for each in turn, in one transaction and one round trip; an instance may depend on one before it. */
    List<Long> addInstances(List<NewInstance> instances) throws SQLException, StoppedException;

    /** A line for the worker's log. */
    void note(String line);
}
