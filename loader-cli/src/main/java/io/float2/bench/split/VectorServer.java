package io.float2.bench.split;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** The vector process: keeps vectors in memory, builds a graph over them and searches it. Ends with its standard input. */
public final class VectorServer {

    private static final int BUFFER = 1 << 16;

    private final VectorStore store = new VectorStore();

    private VectorServer() {}

    /** Prints the port it listens on, at the loopback address. */
    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            System.out.println(listener.getLocalPort());
            endWithParent();
            VectorServer server = new VectorServer();
            while (true) {
                Socket socket = listener.accept();
                new Thread(() -> server.serve(socket), "client").start();
            }
        }
    }

    /** The parent holds the other end: nothing is left running when it dies. */
    private static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever said.
                }
            } catch (IOException e) {
                // The same as its end.
            }
            Runtime.getRuntime().halt(0);
        }, "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
            VectorStore.Searcher searcher = null;
            while (true) {
                switch (in.readByte()) {
                    case VectorRequest.ADD -> {
                        int count = in.readInt();
                        int dimension = in.readInt();
                        for (int i = 0; i < count; i++) {
                            store.add(floats(in, dimension));
                        }
                    }
                    case VectorRequest.COUNT -> {
                        out.writeInt(store.freeze());
                        out.flush();
                    }
                    case VectorRequest.BUILD -> {
                        double seconds = store.build(in.readInt(), in.readInt());
                        out.writeDouble(seconds);
                        out.writeLong(store.graphBytes());
                        out.flush();
                    }
                    case VectorRequest.SEARCH -> {
                        searcher = searcher == null ? store.searcher() : searcher;
                        int k = in.readInt();
                        int candidates = in.readInt();
                        int allowed = in.readInt();
                        int[] filter = allowed == VectorRequest.NO_FILTER ? null : ints(in, allowed);
                        int[] found = searcher.search(floats(in, store.dimension()), k, candidates, filter);
                        out.writeInt(found.length);
                        for (int number : found) {
                            out.writeInt(number);
                        }
                        out.flush();
                    }
                    default -> throw new IOException("unknown request");
                }
            }
        } catch (EOFException e) {
            // The client has gone.
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] values = new float[count];
        ByteBuffer.wrap(in.readNBytes(count * Float.BYTES)).asFloatBuffer().get(values);
        return values;
    }

    private static int[] ints(DataInputStream in, int count) throws IOException {
        int[] values = new int[count];
        ByteBuffer.wrap(in.readNBytes(count * Integer.BYTES)).asIntBuffer().get(values);
        return values;
    }
}
