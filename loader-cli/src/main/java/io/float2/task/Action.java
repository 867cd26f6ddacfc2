package io.float2.task;

/**
 * What an instance of kind java runs. One object serves all instances, so it keeps nothing of a run in fields.
 *
 * <p>An action may be run again after it was cut off at any point: its worker was killed, or lost the instance to another one. So what
 * it writes has to be idempotent.
 */
@FunctionalInterface
public interface Action {

    /**
     * Runs one attempt to its end; it has succeeded when this returns. The thread is interrupted when the attempt has to stop.
     *
     * @throws io.float2.UserException when it cannot succeed, in a sentence for people
     * @throws TransientActionException when the same may succeed later: it is tried again, up to the attempts of the instance
     * @throws StoppedException from {@link ActionContext#checkStopped()}; it is passed on
     * @throws Exception anything else fails the attempt; an SQLException whose SQLSTATE tells of a passing state counts as transient
     */
    void run(ActionContext context) throws Exception;
}
