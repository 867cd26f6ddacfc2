package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.connect.ConnectionTarget;
import io.float2.server.PostgresInstallation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The functions of float2_java against those of float2. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class JavaFunctionsIT {

    /** Name, arguments and result, with the types of the other schema's functions. */
    private static final String SIGNATURES = """
            SELECT proname || '(' || pg_get_function_arguments(oid) || ') ' || pg_get_function_result(oid) || ' '
                   || provolatile::text || proisstrict::text || proretset::text
              FROM pg_proc WHERE pronamespace = '%s'::regnamespace AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'c')
             ORDER BY 1""";

    @BeforeEach
    void pljava(TestDatabase database) throws SQLException {
        Pljava.require(database);
    }

    @Test
    void oneScriptGivesTheSameWithEachSearchPath(TestDatabase database) throws IOException, InterruptedException {
        String inC = runScript(database.target(), "public");
        String inJava = runScript(database.target(), "float2_java, public");

        assertThat(inJava).isEqualTo(inC);
        assertThat(inC.lines().filter(line -> line.startsWith("ERROR:"))).hasSize(16);
        assertThat(inC).contains("\n22000\n").contains("\n22004\n").contains("\n2202E\n").contains("\n22023\n");
    }

    @Test
    void aSearchPathWithTheSchemaInFrontReachesJava(TestDatabase database) throws SQLException {
        assertThat(Sql.lastValue(database.target(),
                "SET search_path = float2_java, public; SELECT 'l2_distance(float2[], float4[])'::regprocedure::oid::regproc::text"
                        + " || ' ' || pronamespace::regnamespace FROM pg_proc WHERE oid = 'l2_distance(float2[], float4[])'::regprocedure"))
                .endsWith(" float2_java");
    }

    @Test
    void everyFunctionHasTheSignatureOfItsNativeTwin(TestDatabase database) throws SQLException {
        List<String> java = database.values(SIGNATURES.formatted("float2_java"));
        assertThat(java).hasSize(20).isSubsetOf(database.values(SIGNATURES.formatted("public")));
    }

    @Test
    void everyObjectHasAComment(TestDatabase database) throws SQLException {
        assertThat(database.values("SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'float2_java'::regnamespace"
                + " AND obj_description(oid, 'pg_proc') IS NULL")).isEmpty();
    }

    @Test
    void aRoleWithoutRightsMayCallTheFunctionsButNotTheJavaBehindThem(TestDatabase database) throws SQLException {
        database.execute("DO $$ BEGIN CREATE ROLE nobody_special; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE nobody_special");
            assertThat(Pljava.distance(connection)).isEqualTo(5);
            assertThat(Pljava.kernelInfo(connection)).containsKey("provider");
            // It would take a NULL element for 0.
            assertThatThrownBy(() -> statement.execute("SELECT float2_java.java_l2_distance('{NULL}'::smallint[], '{0}'::smallint[])"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    /** What stands behind the relabelling: PL/Java reads smallint elements as they are, NULLs as 0. */
    @Test
    void javaGetsTheBitsOfHalvesAndZeroForNull(TestDatabase database) throws SQLException {
        assertThat(database.value("SELECT float2_java.java_array_f16_to_f32(float2_bits('{1,-2,65504,Infinity}'::float2[]))"))
                .isEqualTo("{1,-2,65504,Infinity}");
        assertThat(database.value("SELECT float2_java.java_array_f16_to_f32('{15360,NULL}')")).isEqualTo("{1,0}");
    }

    @Test
    void theExtensionComesAndGoesAsAWhole(TestDatabase database) throws SQLException {
        database.execute("DROP EXTENSION float2_java");
        assertThat(database.values("SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = to_regnamespace('float2_java')")).isEmpty();
        Pljava.require(database);
        try (Connection connection = database.open()) {
            assertThat(Pljava.distance(connection)).isEqualTo(5);
        }
    }

    @Test
    void withoutOurJarTheExtensionIsRefusedWithAHint(TestDatabase database) throws SQLException {
        database.execute("DROP EXTENSION float2_java");
        String options = Pljava.options(database, "-Djava.class.path=\\S+", "");
        try (Connection connection = Pljava.session(database, Map.of(Pljava.OPTIONS, options));
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE EXTENSION float2_java"))
                    .hasMessageContaining("the Java classes of float2 cannot be used")
                    .hasMessageContaining("float2-pljava-udfs.jar on its class path")
                    .hasMessageContaining("float2 doctor --install-java");
            assertThat(database.values("SELECT 1 FROM pg_extension WHERE extname = 'float2_java'")).isEmpty();
        }
    }

    private static String runScript(ConnectionTarget target, String path) throws IOException, InterruptedException {
        Path script = SampleData.home().resolve("extension/java/test/functions.sql");
        Path output = Files.createTempFile("float2-functions", ".out");
        try {
            // Read from standard input: of a file psql would put the name and line in front of every error.
            ProcessBuilder builder = new ProcessBuilder(PostgresInstallation.find().program("psql"), "-X", "-a", "-q", "-v", "path=" + path)
                    .redirectErrorStream(true).redirectInput(script.toFile()).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().putAll(Map.of("PGHOST", target.host(), "PGPORT", String.valueOf(target.port()),
                    "PGDATABASE", target.database(), "PGUSER", target.user(), "PGPASSWORD", target.password()));
            assertThat(builder.start().waitFor()).isZero();
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            Files.delete(output);
        }
    }
}
