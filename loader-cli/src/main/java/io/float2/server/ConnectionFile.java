package io.float2.server;

import io.float2.UserException;
import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;

/**
 * What is needed to connect to a private server, as kept in its directory.
 *
 * @param port where it listens
 * @param portWasGiven whether the user chose the port; one that was not may be changed when another program has taken it
 * @param password the superuser's
 */
record ConnectionFile(int port, boolean portWasGiven, String password) {

    static final String USER = "float2";
    static final String DATABASE = "float2";
    static final String HOST = "127.0.0.1";

    private static final int PASSWORD_BYTES = 24;

    static ConnectionFile withNewPassword(int port, boolean portWasGiven) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return new ConnectionFile(port, portWasGiven, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    static ConnectionFile read(Path file) {
        Properties values = new Properties();
        try {
            values.load(new StringReader(Files.readString(file)));
            return new ConnectionFile(
                    Integer.parseInt(values.getProperty("port")),
                    Boolean.parseBoolean(values.getProperty("port_was_given")),
                    values.getProperty("password"));
        } catch (AccessDeniedException e) {
            throw new UserException("the connection file " + file + " may be read only by the user that runs the server", e);
        } catch (IOException | NumberFormatException e) {
            throw new UserException("the connection file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    void write(ServerDirectory directory, OsAccount account) throws IOException {
        directory.writeSecret(account, directory.connectionFile(), """
                # How to reach the server in this directory; `float2 server url` prints it.
                port=%d
                port_was_given=%b
                password=%s
                """.formatted(port, portWasGiven, password));
    }

    ConnectionFile withPort(int other, boolean given) {
        return new ConnectionFile(other, given, password);
    }

    ConnectionTarget target() {
        return new ConnectionTarget(HOST, port, DATABASE, USER, password, Map.of());
    }
}
