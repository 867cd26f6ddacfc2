package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An S3 server as a process of its own, with its objects in memory. Its libraries are those of tests/s3-server; they are not on the
 * tests' class path.
 */
final class S3Server {

    static final String ACCESS_KEY = "reader";
    static final String SECRET_KEY = "no secret at all";

    private static final Path CLASS_PATH = SampleData.home().resolve("tests/s3-server/target/s3-server.classpath");
    private static final int SECONDS_TO_START = 60;

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param folder for what the server needs, empty at first */
    static S3Server start(Path folder) throws IOException, InterruptedException {
        int port = ServerPorts.free();
        Path log = folder.resolve("log");
        Path settings = Files.writeString(folder.resolve("s3proxy.properties"), String.join("\n", "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4", "s3proxy.identity=" + ACCESS_KEY, "s3proxy.credential=" + SECRET_KEY,
                "jclouds.provider=transient-nio2"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", Files.readString(CLASS_PATH), "-DLOG_LEVEL=warn", "org.gaul.s3proxy.Main", "--properties",
                settings.toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        S3Server server = new S3Server(process, port);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!server.answers()) {
            assertThat(process.isAlive() && System.nanoTime() < deadline).as("the S3 server runs; its log: %s", Files.readString(log)).isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return server;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
