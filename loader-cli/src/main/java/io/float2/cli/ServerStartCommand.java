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
        })
final class ServerStartCommand implements Callable<Integer> {

    @Mixin
    private ServerDirectoryOption directory;

    @Option(names = "--port", paramLabel = "N",
            description = "Port to listen on. Default: the one it had before, at first a free one.")
    private Integer port;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (port != null && (port < 1 || port > 65535)) {
            throw new ParameterException(spec.commandLine(), "--port " + port + " is not a port: it must be from 1 to 65535");
        }
        ConnectionTarget target = directory.server().start(new StartOptions(port, Map.of()), output::remark);
        output.println(target.url());
        if (output.isJson()) {
            output.json(Map.of("url", target.url()));
        }
        return 0;
    }
}
