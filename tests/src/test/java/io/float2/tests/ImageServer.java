package io.float2.tests;

import io.float2.connect.ConnectionTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A server in a container of the project's image, which the system property {@code float2.test.image} names. */
final class ImageServer implements AutoCloseable {

    private static final String PROPERTY = "float2.test.image";
    private static final int PORT = 5432;
    private static final String PASSWORD = "of a server in a test";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final GenericContainer<?> container;

    private ImageServer(GenericContainer<?> container) {
        this.container = container;
    }

    /** Whether this run is for the image, be it there or not. */
    static boolean isWanted() {
        return "image".equals(System.getProperty("float2.test.server"));
    }

    /** Why there can be no container, or empty when there can. Does not look for Docker unless an image is named. */
    static Optional<String> missing() {
        if (image().isEmpty()) {
            return Optional.of("no image is named: docker build -t float2 . and -D" + PROPERTY + "=float2 run these tests against it");
        }
        String host = System.getenv("DOCKER_HOST");
        if ((host == null || host.isEmpty()) && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return Optional.of("there is no Docker: neither DOCKER_HOST nor /var/run/docker.sock");
        }
        return Missing.REASON;
    }

    private static String image() {
        return System.getProperty(PROPERTY, "");
    }

    /** Found out once. */
    private static final class Missing {

        private static final Optional<String> REASON = find();

        private static Optional<String> find() {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.of("Docker does not answer");
            }
            String image = image();
            boolean there = DockerClientFactory.instance().client().listImagesCmd().withReferenceFilter(image).exec().size() > 0;
            return there ? Optional.empty() : Optional.of("Docker has no image " + image + ": docker build -t " + image + " . makes it");
        }
    }

    static DockerImageName name() {
        return DockerImageName.parse(image());
    }

    /** Starts a container; its data are thrown away. */
    static ImageServer start() {
        GenericContainer<?> container = new GenericContainer<>(name())
                .withEnv(Map.of("POSTGRES_USER", "float2", "POSTGRES_PASSWORD", PASSWORD))
                .withCommand("postgres", "-c", "fsync=off", "-c", "shared_buffers=256MB")
                .withSharedMemorySize(1L << 30)
                .withExposedPorts(PORT)
                .withCreateContainerCmdModifier(command -> command.getHostConfig().withAutoRemove(true))
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
        container.start();
        return new ImageServer(container);
    }

    ConnectionTarget target() {
        return new ConnectionTarget(container.getHost(), container.getMappedPort(PORT), "float2", "float2", PASSWORD, Map.of());
    }

    @Override
    public void close() {
        container.stop();
    }
}
