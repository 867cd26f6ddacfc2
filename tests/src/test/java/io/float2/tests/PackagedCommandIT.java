package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jar that is shipped, which holds everything in one file. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class PackagedCommandIT {

    private static final Path JAR = SampleData.home().resolve("loader-cli/target/float2.jar");

    @BeforeAll
    static void theJarIsThere() {
        assumeTrue(Files.exists(JAR), "no " + JAR + ": it is made by mvn package");
    }

    @Test
    void itTellsItsVersion() throws IOException, InterruptedException {
        assertThat(run("--version")).matches("(?s)float2 [0-9]+\\.[0-9]+\\.[0-9]+\\RJava [0-9].*");
        assertThat(run("server", "--version")).startsWith(run("--version").lines().findFirst().orElseThrow());
    }

    @Test
    void itHasTheDriverAndTheKernelsProviders(TestDatabase database) throws IOException, InterruptedException {
        assertThat(run("doctor", "--dsn", database.url()))
                .contains("reachable at " + database.target())
                .containsPattern("OK +kernel +provider (panama|jna)")
                .contains(" 0 failed");
    }

    /** Standard output and error together. */
    private static String run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
