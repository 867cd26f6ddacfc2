package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code float2 doctor --install-java}. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class DoctorInstallJavaIT {

    @BeforeEach
    void pljava(TestDatabase database) throws SQLException {
        Pljava.require(database);
        database.execute("DROP EXTENSION float2_java");
    }

    @Test
    void onAPrivateServerTheExtensionIsAllThatIsMissing(TestDatabase database) throws SQLException {
        Cli.Result doctor = database.cli("doctor", "--install-java");

        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
        assertThat(doctor.err()).contains("the Java functions answer: provider ").contains("work with the settings of");
        assertThat(doctor.out()).containsPattern("OK +PL/Java +[0-9.]+ on Java [0-9].*functions by provider (panama|jna)");
        assertThat(settingsOfTheDatabase(database)).isNull();
    }

    @Test
    void onAServerWithoutSettingsTheDatabaseGetsThemAndAnArchive(TestDatabase database) throws SQLException {
        Path jar = Path.of(database.value("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"), "float2/float2-pljava-udfs.jar");
        assumeTrue(Files.exists(jar) || Files.isWritable(jar.getParent().getParent()),
                jar + " is not installed and may not be: bin/setup installs it");
        String database2 = database.target().database();
        for (String setting : new String[] {"pljava.vmoptions", "pljava.libjvm_location"}) {
            database.execute("ALTER DATABASE " + database2 + " SET " + setting + " = ''");
        }
        try {
            Cli.Result doctor = database.cli("doctor", "--install-java");

            assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
            assertThat(doctor.err()).contains("the Java functions answer: provider ").contains("from the archive ");
            assertThat(settingsOfTheDatabase(database)).contains("-Djava.class.path=" + jar).contains("-XX:SharedArchiveFile=")
                    .contains("pljava.libjvm_location=/");
            try (Connection connection = database.open()) {
                assertThat(Pljava.distance(connection)).isEqualTo(5);
            }
            assertThat(database.cli("doctor", "--install-java").err()).contains("work with the settings of");
        } finally {
            database.execute("ALTER DATABASE " + database2 + " RESET ALL");
        }
    }

    @Test
    void aDirectoryThatIsNoJavaIsRefusedAndNothingChanges(TestDatabase database) throws SQLException {
        Cli.Result doctor = database.cli("doctor", "--install-java", "--java-home", "/nowhere");

        assertThat(doctor.exitCode()).isOne();
        assertThat(doctor.err()).contains("/nowhere is not the home of a Java that a server can load");
        assertThat(settingsOfTheDatabase(database)).isNull();
        assertThat(database.values("SELECT 1 FROM pg_extension WHERE extname = 'float2_java'")).isEmpty();
    }

    @Test
    void aJavaHomeWithoutInstallJavaIsWrongUsage(TestDatabase database) {
        assertThat(database.cli("doctor", "--java-home", "/usr").exitCode()).isEqualTo(2);
    }

    private static String settingsOfTheDatabase(TestDatabase database) throws SQLException {
        return database.value("SELECT string_agg(array_to_string(setconfig, ' '), ' ') FROM pg_db_role_setting"
                + " WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }
}
