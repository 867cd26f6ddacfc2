package io.float2.bench.split;

import io.float2.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The vector store in a Java of its own. Closing ends it. */
public final class VectorProcess implements AutoCloseable {

    private static final String VECTOR_API = "jdk.incubator.vector";

    /** The first Java that asks for leave to call native code, and that JVector calls it on. */
    private static final int NATIVE_JAVA = 22;

    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final int port;

    private VectorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param directory for its log
     * @param memoryBytes most memory for its objects
     */
    public static VectorProcess start(Path directory, long memoryBytes) throws IOException {
        Path log = directory.resolve("vectors.log");
        Process process = new ProcessBuilder(command(memoryBytes)).redirectError(log.toFile()).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = out.readLine();
        if (port == null) {
            process.destroyForcibly();
            throw new UserException("the vector process does not start: see " + log);
        }
        return new VectorProcess(process, Integer.parseInt(port));
    }

    /** With all that this Java has to make it fast. */
    private static List<String> command(long memoryBytes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + (memoryBytes >> 20) + "m");
        if (ModuleFinder.ofSystem().find(VECTOR_API).isPresent()) {
            command.add("--add-modules=" + VECTOR_API);
        }
        if (Runtime.version().feature() >= NATIVE_JAVA) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), VectorServer.class.getName()));
        return command;
    }

    /** Opens a connection, which the caller closes. */
    public VectorClient open() throws IOException {
        return new VectorClient(port);
    }

    @Override
    public void close() {
        ProcessEnd.end(process, STOP_SECONDS);
    }
}
