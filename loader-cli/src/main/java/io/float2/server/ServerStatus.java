package io.float2.server;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A private server as it is now.
 *
 * @param running whether it accepts connections
 * @param directory its directory
 * @param version PostgreSQL's version: in full when it runs, else the major version of its data; null when no server was made here
 * @param port where it listens or will listen; 0 when no server was made here
 * @param pid the server's process, 0 when it does not run
 * @param startedAt null when it does not run
 * @param sizeBytes what the directory takes on disk, replicas included
 * @param replicas its standbys
 */
public record ServerStatus(
        boolean running, Path directory, String version, int port, long pid, Instant startedAt, long sizeBytes,
        List<ReplicaStatus> replicas) {}
