package io.float2.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 server}: a private PostgreSQL server. */
@Command(
        name = "server",
        description = "Make, start and stop a private PostgreSQL server with the extension in it.",
        synopsisSubcommandLabel = "start|stop|status|url",
        subcommands = {
            ServerStartCommand.class, ServerStopCommand.class, ServerStatusCommand.class, ServerUrlCommand.class
        },
        footer = {"", "Examples:", "  float2 server start", "  float2 psql", "  float2 server stop"})
final class ServerCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "start, stop, status or url is missing");
    }
}
