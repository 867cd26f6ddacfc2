package io.float2.cli;

import io.float2.connect.ConnectionTarget;
import io.float2.server.PrivateServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 server url}. */
@Command(
        name = "url",
        description = "Print the URL to connect to the private server with; it holds the password.",
        footer = {"", "Examples:", "  psql \"$(float2 server url)\""})
final class ServerUrlCommand implements Callable<Integer> {

    @Mixin
    private ServerDirectoryOption directory;

    @Option(names = "--read",
            description = "One URL of all servers for what only reads, the replicas first, as --read-dsn, psql and drivers take it.")
    private boolean read;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        PrivateServer server = directory.server();
        ConnectionTarget primary = server.running().orElseThrow(directory::notRunning);
        String url = read ? readUrl(server, primary) : primary.url();
        output.println(url);
        if (output.isJson()) {
            output.json(Map.of("url", url));
        }
        return 0;
    }

    private static String readUrl(PrivateServer server, ConnectionTarget primary) {
        List<ConnectionTarget> servers = new ArrayList<>(server.runningReplicas());
        servers.add(primary);
        return ConnectionTarget.url(servers, Map.of("target_session_attrs", "prefer-standby"));
    }
}
