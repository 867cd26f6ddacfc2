package io.float2.server;

import io.float2.UserException;
import java.util.Map;

/**
 * How a server is to be started.
 *
 * @param port the port it is to have, or null for the one it had before, at first a free one
 * @param settings further server settings by name, quoted as needed by the callee; they hold until the next start
 * @param replicas how many standbys there are to be from now on; null for as many as there were before, at first none
 */
public record StartOptions(Integer port, Map<String, String> settings, Integer replicas) {

    /** A server and its standbys all write to the same disks and share the same memory. */
    public static final int MOST_REPLICAS = 8;

    public StartOptions {
        settings = Map.copyOf(settings);
        if (replicas != null && (replicas < 0 || replicas > MOST_REPLICAS)) {
            throw new UserException("a private server has 0 to " + MOST_REPLICAS + " replicas, not " + replicas);
        }
    }

    /** With the replicas that there are. */
    public StartOptions(Integer port, Map<String, String> settings) {
        this(port, settings, null);
    }

    /** Nothing special. */
    public static StartOptions plain() {
        return new StartOptions(null, Map.of());
    }
}
