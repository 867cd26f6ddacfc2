package io.float2.server;

import java.util.Map;

/**
 * How a server is to be started.
 *
 * @param port the port it is to have, or null for the one it had before, at first a free one
 * @param settings further server settings by name, quoted as needed by the callee; they hold until the next start
 */
public record StartOptions(Integer port, Map<String, String> settings) {

    public StartOptions {
        settings = Map.copyOf(settings);
    }

    /** Nothing special. */
    public static StartOptions plain() {
        return new StartOptions(null, Map.of());
    }
}
