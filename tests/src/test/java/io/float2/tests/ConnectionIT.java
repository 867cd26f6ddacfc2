package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.connect.ConnectFailure;
import io.float2.connect.ConnectionTarget;
import io.float2.connect.Extension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@WithDatabase
@Tag("machine")
class ConnectionIT {

    @Test
    void everySpellingOfTheDsnConnects(TestDatabase database) throws SQLException {
        ConnectionTarget target = database.target();
        String login = "?user=" + target.user() + "&password=" + target.password();
        for (String dsn : new String[] {
            database.url(),
            "jdbc:postgresql://127.0.0.1:" + target.port() + "/" + target.database() + login,
            "host=127.0.0.1 port=" + target.port() + " dbname='" + target.database() + "' user=float2 password=" + target.password()
        }) {
            try (Connection connection = ConnectionTarget.parse(dsn, Map.of()).open()) {
                assertThat(connection.getCatalog()).isEqualTo(target.database());
            }
        }
    }

    @Test
    void connectionsCarryTheProgramsName(TestDatabase database) throws SQLException {
        assertThat(database.value("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()")).isEqualTo("float2");
    }

    @Test
    void theServersAddressAndTheCauseAreNamedWhenNothingListens() throws IOException {
        String port;
        try (ServerSocket closedAgain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = String.valueOf(closedAgain.getLocalPort());
        }
        Cli.Result psql = Cli.run("doctor", "--dsn", "postgresql://someone:topsecret@127.0.0.1:" + port + "/somewhere");
        assertThat(psql.exitCode()).isOne();
        assertThat(psql.out()).contains("cannot connect to the PostgreSQL server at 127.0.0.1:" + port + ": connection refused")
                .contains("float2 server start")
                .doesNotContain("topsecret");
    }

    @Test
    void anUnknownDatabaseIsNamed(TestDatabase database) {
        assertThatThrownBy(() -> database.target().withDatabase("no_such").open())
                .isInstanceOf(ConnectFailure.class)
                .hasMessageEndingWith("there is no database \"no_such\"")
                .extracting(failure -> ((SQLException) failure).getSQLState()).isEqualTo("3D000");
    }

    @Test
    void aWrongPasswordIsSaidSo(TestDatabase database) {
        ConnectionTarget right = database.target();
        ConnectionTarget wrong =
                new ConnectionTarget(right.host(), right.port(), right.database(), right.user(), "wrong", Map.of());
        assertThatThrownBy(wrong::open)
                .isInstanceOf(ConnectFailure.class)
                .hasMessageContaining("wrong or missing password for the user \"float2\"");
    }

    @Test
    void thePasswordFileIsRead(TestDatabase database) throws IOException, InterruptedException {
        ConnectionTarget target = database.target();
        Path passwords = Files.createTempFile("pgpass", "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwords, "127.0.0.1:" + target.port() + ":*:float2:" + target.password() + "\n");
            Cli.Result doctor = CommandProcess.run(Map.of("PGPASSFILE", passwords.toString()), "doctor",
                    "--dsn", "postgresql://float2@" + target.address() + "/" + target.database());
            assertThat(doctor.out()).contains("reachable at " + target);
        } finally {
            Files.delete(passwords);
        }
    }

    @Test
    void aDatabaseWithoutTheExtensionIsNamedWithTheStatementThatMendsIt(TestDatabase database) throws SQLException {
        try (Connection connection = database.target().withDatabase("postgres").open()) {
            assertThatThrownBy(() -> Extension.require(connection))
                    .isInstanceOf(UserException.class)
                    .hasMessage("the database \"postgres\" has no float2 extension: run CREATE EXTENSION float2 CASCADE in it");
        }
    }

    @Test
    void theExtensionsVersionIsReturnedWhereItIsInstalled(TestDatabase database) throws SQLException {
        try (Connection connection = database.open()) {
            assertThat(Extension.require(connection)).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
        }
    }
}
