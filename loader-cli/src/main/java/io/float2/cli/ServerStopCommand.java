package io.float2.cli;

import io.float2.server.PrivateServer;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code float2 server stop}. */
@Command(
        name = "stop",
        description = "Stop the private server, ending its sessions. One that does not run is fine.",
        footer = {"", "Examples:", "  float2 server stop"})
final class ServerStopCommand implements Callable<Integer> {

    @Mixin
    private ServerDirectoryOption directory;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        PrivateServer server = directory.server();
        boolean wasRunning = server.stop();
        if (output.isJson()) {
            output.json(Map.of("stopped", wasRunning));
        } else {
            output.remark("the server in " + server.directory().path() + (wasRunning ? " is stopped" : " was not running"));
        }
        return 0;
    }
}
