package io.float2.task;

import java.time.Instant;
import java.util.Map;

/**
 * A trigger record and its instances by state.
 *
 * @param state ready, running or stopping while anything can run; then failed, stopped or succeeded
 * @param dueAt the time in the schedule that it is for, null when it was triggered by hand
 * @param running those that are stopping, too
 */
public record TriggerStatus(long id, String task, String type, String state, Instant dueAt, Instant triggeredAt, String triggeredBy,
        long instances, long waiting, long ready, long running, long succeeded, long failed, long stopped, Map<String, Object> parameters) {

    /** Whether nothing of it runs or can run. */
    public boolean hasEnded() {
        return running == 0 && ready == 0;
    }
}
