package io.float2.tests;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports for servers that a test starts with PostgreSQL's own programs. */
final class ServerPorts {

    private ServerPorts() {}

    /** A port that nobody listens at. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
