package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.float2.pljava.ServerJava;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which provider answers inside the server, and what happens where one cannot. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class JavaProvidersIT {

    private static final String LIBRARY_OPTION = "-Dfloat2\\.kernel\\.library=\\S+";

    @BeforeEach
    void pljava(TestDatabase database) throws SQLException {
        Pljava.require(database);
    }

    @Test
    void theServersOwnSettingsGiveTheBestProviderOfItsJava(TestDatabase database) throws SQLException {
        try (Connection connection = database.open()) {
            Map<String, String> info = Pljava.kernelInfo(connection);
            int release = Integer.parseInt(info.get("java").replaceFirst("[^0-9].*", ""));
            assertThat(info).containsEntry("provider", release >= 22 ? "panama" : "jna");
            assertThat(info.get("library")).endsWith("libfloat2kernel.so");
            assertThat(info.get("instruction_set")).isEqualTo(database.value("SELECT instruction_set FROM float2_kernel_info()"));
            if (release >= 22) {
                assertThat(info.get("reason")).isNull();
            }
            assertThat(Pljava.distance(connection)).isEqualTo(5);
        }
    }

    @Test
    void eachProviderCanBeForced(TestDatabase database) throws SQLException {
        for (String provider : new String[] {"jna", "java"}) {
            try (Connection connection = withOptions(database, "", "-Dfloat2.kernel.provider=" + provider)) {
                assertThat(Pljava.kernelInfo(connection)).containsEntry("provider", provider);
                assertThat(Pljava.distance(connection)).isEqualTo(5);
            }
        }
    }

    @Test
    void withoutTheLibraryPlainJavaAnswersAndSaysWhy(TestDatabase database) throws SQLException {
        try (Connection connection = withOptions(database, LIBRARY_OPTION, "-Dfloat2.kernel.library=/nowhere/lib.so")) {
            assertThat(Pljava.kernelInfo(connection)).containsEntry("provider", "java").containsEntry("library", null)
                    .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("jna: kernel library /nowhere/lib.so")
                            .contains("does not exist"));
            assertThat(Pljava.distance(connection)).isEqualTo(5);
        }
    }

    @Test
    void aLibraryOfSomethingElseIsNotUsed(TestDatabase database) throws SQLException {
        Optional<Path> libc = Stream.of("/lib/x86_64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6")
                .map(Path::of).filter(Files::exists).findFirst();
        assumeTrue(libc.isPresent(), "no libc.so.6 at the usual places");
        try (Connection connection = withOptions(database, LIBRARY_OPTION, "-Dfloat2.kernel.library=" + libc.get())) {
            assertThat(Pljava.kernelInfo(connection)).containsEntry("provider", "java")
                    .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("has no function float2_kernel_abi"));
            assertThat(Pljava.distance(connection)).isEqualTo(5);
        }
    }

    @Test
    void aForcedProviderThatCannotWorkIsAnSqlErrorAndTheSessionLives(TestDatabase database) throws SQLException {
        try (Connection connection = withOptions(database, LIBRARY_OPTION,
                "-Dfloat2.kernel.library=/nowhere/lib.so -Dfloat2.kernel.provider=jna")) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> Pljava.distance(connection)).isInstanceOf(SQLException.class)
                        .hasMessageContaining("provider jna, forced by system property float2.kernel.provider, cannot be used: "
                                + "kernel library /nowhere/lib.so");
            }
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT l2_distance('{1}'::float2[], '{2}'::float2[])");
            }
        }
        try (Connection connection = withOptions(database, "", "-Dfloat2.kernel.provider=abacus")) {
            assertThatThrownBy(() -> Pljava.distance(connection)).hasMessageContaining("unknown provider abacus");
        }
    }

    @Test
    void whereNativeAccessIsDeniedPlainJavaAnswersAndSaysWhy(TestDatabase database) throws SQLException {
        try (Connection connection = database.open()) {
            int release = Integer.parseInt(Pljava.kernelInfo(connection).get("java").replaceFirst("[^0-9].*", ""));
            assumeTrue(release >= 24, "Java " + release + " does not know --illegal-native-access=deny");
        }
        try (Connection connection = withOptions(database, "--enable-native-access=\\S+", "--illegal-native-access=deny")) {
            assertThat(Pljava.kernelInfo(connection)).containsEntry("provider", "java")
                    .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("Illegal native access"));
            assertThat(Pljava.distance(connection)).isEqualTo(5);
        }
    }

    @Test
    void onJava17UnderAPolicyJnaAnswersAndSaysWhyNotPanama(TestDatabase database) throws SQLException {
        try (Connection connection = Pljava.session(database, java17(database, true))) {
            assertThat(Pljava.kernelInfo(connection)).containsEntry("provider", "jna")
                    .hasEntrySatisfying("java", java -> assertThat(java).startsWith("17"))
                    .containsEntry("reason", "panama: java.lang.foreign needs Java 22 or later, this is Java 17");
            assertThat(Pljava.distance(connection)).isEqualTo(5);
        }
    }

    @Test
    void underAPolicyThatGrantsUsNothingPlainJavaAnswersAndSaysWhy(TestDatabase database) throws SQLException {
        try (Connection connection = Pljava.session(database, java17(database, false))) {
            assertThat(Pljava.kernelInfo(connection)).containsEntry("provider", "java")
                    .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("jna: ").contains("access denied"));
            assertThat(Pljava.distance(connection)).isEqualTo(5);
        }
    }

    private static Map<String, String> java17(TestDatabase database, boolean withOurPolicy) throws SQLException {
        Optional<ServerJava> java = Stream.of("/usr/lib/jvm/java-17-openjdk-amd64", "/usr/lib/jvm/temurin-17-jdk-amd64",
                        "/usr/lib/jvm/java-17-openjdk-arm64", "/usr/lib/jvm/temurin-17-jdk-arm64")
                .map(Path::of).filter(home -> Files.exists(home.resolve("lib/server/libjvm.so"))).findFirst().map(ServerJava::at);
        assumeTrue(java.isPresent(), "there is no Java 17 below /usr/lib/jvm");
        String options = database.value("SELECT current_setting('" + Pljava.OPTIONS + "')")
                .replaceAll("-Djava\\.security\\.manager=\\S+|--enable-native-access=\\S+|-XX:SharedArchiveFile=\\S+", "");
        Map<String, String> settings = new HashMap<>();
        settings.put("pljava.libjvm_location", java.get().library().toString());
        settings.put(Pljava.OPTIONS, options + " -Djava.security.manager=allow");
        if (withOurPolicy) {
            String jar = options.replaceFirst(".*-Djava\\.class\\.path=(\\S+).*", "$1");
            settings.put("pljava.policy_urls", "\"file:${org.postgresql.sysconfdir}/pljava.policy\",\"file:"
                    + Path.of(jar).resolveSibling("float2.policy") + "\",\"=\"");
        }
        return settings;
    }

    private static Connection withOptions(TestDatabase database, String without, String further) throws SQLException {
        return Pljava.session(database, Map.of(Pljava.OPTIONS, Pljava.options(database, without, further)));
    }
}
