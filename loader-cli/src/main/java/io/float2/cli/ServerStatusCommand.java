package io.float2.cli;

import io.float2.server.ReplicaStatus;
import io.float2.server.ServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code float2 server status}. */
@Command(
        name = "status",
        description = "Tell whether the private server runs, and more about it.",
        exitCodeList = {"0:it runs", "1:it does not run", "2:wrong usage"},
        footer = {"", "Examples:", "  float2 server status --json"})
final class ServerStatusCommand implements Callable<Integer> {

    @Mixin
    private ServerDirectoryOption directory;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        ServerStatus status = directory.server().status();
        if (output.isJson()) {
            output.json(fields(status));
        } else {
            print(status);
        }
        return status.running() ? 0 : 1;
    }

    private void print(ServerStatus status) {
        boolean made = status.version() != null;
        output.println("state      " + (status.running() ? "running" : made ? "stopped" : "not made yet"));
        output.println("directory  " + status.directory());
        if (made) {
            output.println("version    PostgreSQL " + status.version());
            output.println("port       " + status.port());
            output.println("size       " + Human.bytes(status.sizeBytes()));
        }
        if (status.running()) {
            output.println("process    " + status.pid());
            output.println("uptime     " + Human.duration(uptimeSeconds(status)));
        }
        status.replicas().forEach(replica -> output.println("replica " + replica.number() + "  port " + replica.port() + ", "
                + (replica.running() ? "running" : "stopped") + lag(status, replica)));
    }

    private static String lag(ServerStatus status, ReplicaStatus replica) {
        if (!status.running() || !replica.running()) {
            return "";
        }
        return replica.lagBytes() == null ? ", not following" : ", " + Human.bytes(replica.lagBytes()) + " behind";
    }

    private static Map<String, Object> fields(ServerStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("running", status.running());
        fields.put("directory", status.directory());
        fields.put("version", status.version());
        fields.put("port", status.port() == 0 ? null : status.port());
        fields.put("pid", status.pid() == 0 ? null : status.pid());
        fields.put("uptime_seconds", status.running() ? uptimeSeconds(status) : null);
        fields.put("size_bytes", status.sizeBytes());
        fields.put("replicas", status.replicas());
        return fields;
    }

    private static long uptimeSeconds(ServerStatus status) {
        return Math.max(0, Duration.between(status.startedAt(), Instant.now()).toSeconds());
    }
}
