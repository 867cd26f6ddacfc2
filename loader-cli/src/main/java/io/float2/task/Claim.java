package io.float2.task;

import java.util.List;

/** An instance that a worker has claimed, and its attempt at it. */
record Claim(
        long instanceId, long triggerId, String name, InstanceKind kind, List<String> command, Parameters parameters, int attempt) {

    /** As the worker's log has it. */
    @Override
    public String toString() {
        return "instance " + instanceId + " (" + name + "), attempt " + attempt;
    }
}
