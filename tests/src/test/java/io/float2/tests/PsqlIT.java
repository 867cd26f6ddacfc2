package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@WithDatabase
@Tag(WithDatabase.MACHINE)
class PsqlIT {

    @Test
    void argumentsGoToPsqlAndItsExitCodeComesBack(TestDatabase database) throws Exception {
        Cli.Result good = CommandProcess.run(Map.of(), "psql", "--dsn", database.url(), "-At", "-c", "SELECT 40 + 2");
        assertThat(good.out()).isEqualTo("42\n");
        assertThat(good.exitCode()).isZero();

        Cli.Result bad = CommandProcess.run(Map.of(), "psql", "--dsn", database.url(), "-v", "ON_ERROR_STOP=1", "-c", "SELEC 1");
        assertThat(bad.err()).contains("syntax error");
        assertThat(bad.exitCode()).isOne();
    }

    @Test
    void thePasswordIsNotOnPsqlsCommandLine(TestDatabase database) throws Exception {
        ConnectionTarget target = database.target();
        Map<String, String> environment = Map.of("PGHOST", target.host(), "PGPORT", String.valueOf(target.port()),
                "PGUSER", target.user(), "PGDATABASE", target.database(), "PGPASSWORD", target.password());
        Cli.Result result = CommandProcess.run(environment, "psql", "-At", "-c", "\\! tr '\\0' ' ' < /proc/$PPID/cmdline");
        assertThat(result.out()).contains("psql").doesNotContain(target.password());
    }

    @Test
    void withoutAServerItSaysHowToStartOne() throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            String directory = scratch.path().resolve("none").toString();
            Cli.Result result = CommandProcess.run(Map.of(), "psql", "--dir", directory);
            assertThat(result.exitCode()).isOne();
            assertThat(result.err()).isEqualTo("float2: no server is running in " + directory
                    + ": start it with `float2 server start --dir " + directory + "`\n");
        }
    }
}
