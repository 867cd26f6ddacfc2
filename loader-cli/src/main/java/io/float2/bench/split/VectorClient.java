package io.float2.bench.split;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A connection to the vector process that is kept open. Not thread safe. */
public final class VectorClient implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    VectorClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
    }

    /**
     * What building took.
     *
     * @param bytes of the graph, without the vectors
     */
    public record Built(double seconds, long bytes) {}

    /** Adds a vector; they are numbered from 0. */
    public void add(float[] vector) throws IOException {
        out.writeByte(VectorRequest.ADD);
        out.writeInt(1);
        out.writeInt(vector.length);
        write(vector);
    }

    /** Returns when all that was added has arrived. */
    public int awaitAdded() throws IOException {
        out.writeByte(VectorRequest.COUNT);
        out.flush();
        return in.readInt();
    }

    /**
     * Builds the graph over what has been added.
     *
     * @param degree most neighbours of a vertex
     * @param beam candidates looked at for each vertex
     */
    public Built build(int degree, int beam) throws IOException {
        out.writeByte(VectorRequest.BUILD);
        out.writeInt(degree);
        out.writeInt(beam);
        out.flush();
        return new Built(in.readDouble(), in.readLong());
    }

    /**
     * The numbers of the nearest vectors, nearest first.
     *
     * @param candidates kept during the walk through the graph; 0: all that are allowed are compared
     * @param allowed numbers to search among; null: all
     */
    public int[] search(float[] query, int k, int candidates, int[] allowed) throws IOException {
        out.writeByte(VectorRequest.SEARCH);
        out.writeInt(k);
        out.writeInt(candidates);
        if (allowed == null) {
            out.writeInt(VectorRequest.NO_FILTER);
        } else {
            out.writeInt(allowed.length);
            ByteBuffer bytes = ByteBuffer.allocate(allowed.length * Integer.BYTES);
            bytes.asIntBuffer().put(allowed);
            out.write(bytes.array());
        }
        write(query);
        out.flush();
        int[] found = new int[in.readInt()];
        for (int i = 0; i < found.length; i++) {
            found[i] = in.readInt();
        }
        return found;
    }

    private void write(float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        out.write(bytes.array());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
