package io.float2.server;

import java.nio.file.Path;

/**
 * A standby of a private server as it is now.
 *
 * @param number counted from 1
 * @param directory its directory, a server's directory like the primary's
 * @param running whether it accepts connections
 * @param port where it listens or will listen
 * @param lagBytes what the primary has written and it has not replayed yet; null when it does not follow the primary
 */
public record ReplicaStatus(int number, Path directory, boolean running, int port, Long lagBytes) {}
