package io.float2.tests;

import io.float2.connect.ConnectionTarget;
import io.float2.server.PrivateServer;
import io.float2.server.ServerDirectory;
import io.float2.server.StartOptions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The one server of a test run: made when first asked for, stopped and deleted when the run ends. A private server, or where the run is
 * for the image, one in a container.
 */
final class TestServer implements AutoCloseable {

    private static final Namespace NAMESPACE = Namespace.create(TestServer.class);

    private final ConnectionTarget target;
    private final AutoCloseable end;
    private boolean ended;

    private TestServer(ConnectionTarget target, AutoCloseable end) {
        this.target = target;
        this.end = end;
        // Closing the store does not happen when the run is killed.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop test server"));
    }

    private static TestServer start() {
        if (ImageServer.isWanted()) {
            ImageServer server = ImageServer.start();
            return new TestServer(server.target(), server);
        }
        ScratchDirectory scratch = ScratchDirectory.create();
        PrivateServer server = PrivateServer.at(ServerDirectory.of(scratch.path().resolve("server")));
        try {
            // The data are thrown away, so nobody waits for the disk.
            return new TestServer(server.start(new StartOptions(null, Map.of("fsync", "off", "shared_buffers", "256MB")), line -> { }), () -> {
                server.stop();
                scratch.delete();
            });
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the test server does not start", e);
        }
    }

    static TestServer of(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(TestServer.class, key -> start(), TestServer.class);
    }

    TestDatabase createDatabase(String name) {
        execute(target, "CREATE DATABASE " + name);
        ConnectionTarget database = target.withDatabase(name);
        execute(database, "CREATE EXTENSION float2 CASCADE");
        return new TestDatabase(database);
    }

    void dropDatabase(TestDatabase database) {
        execute(target, "DROP DATABASE " + database.target().database() + " WITH (FORCE)");
    }

    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            end.close();
        } catch (Exception e) {
            throw new IllegalStateException("the test server does not stop", e);
        }
    }

    private static void execute(ConnectionTarget target, String command) {
        try (Connection connection = target.open(); Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw new IllegalStateException(command, e);
        }
    }
}
