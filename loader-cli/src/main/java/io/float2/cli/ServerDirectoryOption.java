package io.float2.cli;

import io.float2.UserException;
import io.float2.server.PrivateServer;
import io.float2.server.ServerDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which private server is meant. */
final class ServerDirectoryOption {

    @Option(names = "--dir", paramLabel = "DIR",
            description = "Directory of the server. Default: .float2/server in your home directory; as root, in that of the "
                    + "unprivileged user that the server runs as.")
    private Path path;

    PrivateServer server() {
        return PrivateServer.at(path == null ? ServerDirectory.byDefault() : ServerDirectory.of(path));
    }

    boolean isGiven() {
        return path != null;
    }

    /** The option as the user has to repeat it in another command: empty when it was not given. */
    String asGiven() {
        return path == null ? "" : " --dir " + path;
    }

    /** The failure that tells how to start this server. */
    UserException notRunning() {
        return new UserException("no server is running in " + server().directory().path()
                + ": start it with `float2 server start" + asGiven() + "`");
    }
}
