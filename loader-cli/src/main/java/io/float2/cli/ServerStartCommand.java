package io.float2.cli;

import io.float2.connect.ConnectionTarget;
import io.float2.server.StartOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 server start}. */
@Command(
        name = "start",
        description = {
            "Start the private server; the first time it is made, with a database float2 that has the extension.",
            "It listens on 127.0.0.1 only, runs as an unprivileged user and goes on until `float2 server stop`. "
                    + "The last line printed is the URL to connect with."
        },
        footer = {"", "Examples:", "  float2 server start", "  float2 server start --port 5440 --dir /srv/float2"})
final class ServerStartCommand implements Callable<Integer> {

    @Mixin
    private ServerDirectoryOption directory;

    @Option(names = "--port", paramLabel = "N",
            description = "Port to listen on. Default: the one it had before, at first a free one.")
    private Integer port;

    @Option(names = "--replicas", paramLabel = "N",
            description = "Streaming standbys, which only read, each in a folder replica-1, replica-2, … of the server's. They are made, "
                    + "started, stopped and with a smaller N removed along with it. Default: as many as there are.")
    private Integer replicas;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (port != null && (port < 1 || port > 65535)) {
            throw new ParameterException(spec.commandLine(), "--port " + port + " is not a port: it must be from 1 to 65535");
        }
        if (replicas != null && (replicas < 0 || replicas > StartOptions.MOST_REPLICAS)) {
            throw new ParameterException(spec.commandLine(),
                    "--replicas " + replicas + ": a private server has 0 to " + StartOptions.MOST_REPLICAS);
        }
        ConnectionTarget target = directory.server().start(new StartOptions(port, Map.of(), replicas), output::remark);
        output.println(target.url());
        if (output.isJson()) {
            output.json(Map.of("url", target.url()));
        }
        return 0;
    }
}
