package io.float2.task;

import io.float2.UserException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The actions that a worker knows, by name. Filled before the worker starts, read by many threads afterwards. */
public final class Actions {

    private final Map<String, Action> byName = new TreeMap<>();

    /**
     * Adds an action.
     *
     * @param name with the part of the product in front, such as {@code library.shard}
     * @throws IllegalArgumentException when the name is taken
     */
    public Actions register(String name, Action action) {
        if (byName.putIfAbsent(name, action) != null) {
            throw new IllegalArgumentException("the action \"" + name + "\" is registered already");
        }
        return this;
    }

    /** The names, in order. */
    public Set<String> names() {
        return byName.keySet();
    }

    Action find(String name) {
        Action action = byName.get(name);
        if (action == null) {
            throw new UserException("this worker knows no action \"" + name + "\"; it knows " + String.join(", ", byName.keySet()));
        }
        return action;
    }
}
