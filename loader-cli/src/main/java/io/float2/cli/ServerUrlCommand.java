package io.float2.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code float2 server url}. */
@Command(name = "url", description = "Print the URL to connect to the private server with; it holds the password.")
final class ServerUrlCommand implements Callable<Integer> {

    @Mixin
    private ServerDirectoryOption directory;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        String url = directory.server().running().orElseThrow(directory::notRunning).url();
        output.println(url);
        if (output.isJson()) {
            output.json(Map.of("url", url));
        }
        return 0;
    }
}
