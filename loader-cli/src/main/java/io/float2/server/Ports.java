package io.float2.server;

import io.float2.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Which local port a server can have. */
final class Ports {

    /** Below the range that the system hands out for outgoing connections, so that a stopped server finds its port free again. */
    private static final int FIRST = 24000;
    private static final int COUNT = 4000;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    /** A free port, the same one for the same directory as long as it is free. */
    static int freeFor(ServerDirectory directory) {
        int start = Math.floorMod(directory.path().toString().hashCode(), COUNT);
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = FIRST + (start + i) % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
        throw new UserException("no free port found between " + FIRST + " and " + (FIRST + COUNT) + ": choose one with --port");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // A port that a closed connection still holds is free for a server.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(ConnectionFile.HOST), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
