package io.float2.task;

import java.util.List;
import java.util.Map;

/**
 * An instance to be added to a trigger record.
 *
 * @param name unique within the trigger record; names that differ only in a number at the end, such as {@code shard 1}, are folded
 *     when the graph is drawn
 * @param command the statement, the name of the action, or the program with its arguments
 * @param group bounds how many run at once; null for the group "default"
 * @param parameters added to those of the trigger record, which they win over; values as {@link Parameters} has them
 * @param dependsOn names of the instances that have to succeed first
 * @param maxAttempts how often it is tried when it fails for reasons that may pass; 1 or more
 */
public record NewInstance(
        String name,
        InstanceKind kind,
        List<String> command,
        String group,
        Map<String, Object> parameters,
        List<String> dependsOn,
        int maxAttempts) {

    /** Attempts at what fails for reasons that may pass. */
    public static final int DEFAULT_MAX_ATTEMPTS = 3;

    public NewInstance {
        command = List.copyOf(command);
        parameters = Parameters.of(parameters).asMap();
        dependsOn = List.copyOf(dependsOn);
    }

    /** An instance that runs a registered action, in the group "default", with nothing to wait for. */
    public static NewInstance java(String name, String action) {
        return new NewInstance(name, InstanceKind.JAVA, List.of(action), null, Map.of(), List.of(), DEFAULT_MAX_ATTEMPTS);
    }

    /** An instance that runs a statement. */
    public static NewInstance sql(String name, String statement) {
        return new NewInstance(name, InstanceKind.SQL, List.of(statement), null, Map.of(), List.of(), DEFAULT_MAX_ATTEMPTS);
    }

    /** The same in a group. */
    public NewInstance inGroup(String group) {
        return new NewInstance(name, kind, command, group, parameters, dependsOn, maxAttempts);
    }

    /** The same with these parameters of its own. */
    public NewInstance with(Map<String, Object> parameters) {
        return new NewInstance(name, kind, command, group, parameters, dependsOn, maxAttempts);
    }

    /** The same, to run when these have succeeded. */
    public NewInstance after(List<String> names) {
        return new NewInstance(name, kind, command, group, parameters, names, maxAttempts);
    }

    /** The same, to run when these have succeeded. */
    public NewInstance after(String... names) {
        return after(List.of(names));
    }
}
