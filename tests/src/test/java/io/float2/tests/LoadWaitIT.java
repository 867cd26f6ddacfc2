package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads that begin while the server is away. */
@Timeout(120)
class LoadWaitIT {

    @TempDir
    Path directory;

    @Test
    void aServerThatComesUpIsWaitedFor() throws Exception {
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1, 2}, new float[] {3, 4});
        Path errors = directory.resolve("errors.txt");
        try (CrashServer server = CrashServer.create()) {
            String url = server.database().url();
            server.down();
            Process load = CommandProcess.builder(Map.of(), "load", file.toString(), "-t", "waited", "--create", "--dsn", url)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(errors.toFile()).start();
            for (int i = 0; i < 300 && load.isAlive() && !Files.readString(errors).contains("trying again"); i++) {
                Thread.sleep(100);
            }
            server.up();
            assertThat(load.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(errors).content().contains("connection refused", "; trying again in 0.5 s (attempt 2 of 7)");
            assertThat(load.exitValue()).as(Files.readString(errors)).isZero();
            assertThat(server.database().values("SELECT vector FROM waited ORDER BY id")).containsExactly("{1,2}", "{3,4}");
        }
    }

    @Test
    void aServerThatStaysAwayIsGivenUp() throws Exception {
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1, 2});
        String nobody = "postgresql://me@127.0.0.1:" + ServerPorts.free() + "/x";
        Cli.Result result = Cli.run("load", file.toString(), "-t", "t", "--create", "--dsn", nobody, "--retries", "1");
        assertThat(result.exitCode()).isOne();
        assertThat(result.err().lines().filter(line -> line.contains("trying again"))).hasSize(1);
        assertThat(result.err().lines().reduce((first, second) -> second).orElseThrow()).startsWith("float2: cannot connect to the PostgreSQL server");
        assertThat(Cli.run("load", file.toString(), "-t", "t", "--create", "--dsn", "postgresql://me@no-such-host.invalid/x").err())
                .contains("the host name is not known").doesNotContain("trying again");
    }
}
