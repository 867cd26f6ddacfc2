package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"", "bogus", "server", "server bogus", "server start --port x", "server start --port 70000", "doctor --bogus"})
    void wrongUsageIsOneSentenceAndExitCode2(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("float2: ").doesNotContain("\tat ").contains("--help");
    }

    @Test
    void versionNamesProgramAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("float2 ").contains("Java " + Runtime.version());
    }

    @Test
    void helpListsEverySubcommandAndTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("server", "psql", "doctor", "demo", "Exit codes:");
    }

    @Test
    void everyOptionOfEverySubcommandIsDescribed() {
        assertDescribed(Float2Main.commandLine(Terminal.none()));
    }

    private static void assertDescribed(CommandLine command) {
        command.getCommandSpec().options().forEach(option ->
                assertThat(option.description()).as(command.getCommandSpec().qualifiedName() + " " + option.longestName()).isNotEmpty());
        assertThat(command.getCommandSpec().usageMessage().description()).as(command.getCommandSpec().qualifiedName()).isNotEmpty();
        List.copyOf(command.getSubcommands().values()).forEach(UsageTest::assertDescribed);
    }

    @Test
    void theCompletionScriptKnowsTheSubcommands() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("doctor").contains("--dsn");
    }

    @Test
    void verboseIsTakenBeforeAndAfterTheSubcommand() {
        assertThat(run("--verbose", "psql", "--dsn", "nonsense")).isOne();
        assertThat(err.toString()).contains("UserException");
        err.getBuffer().setLength(0);
        assertThat(run("psql", "--dsn", "nonsense", "--verbose")).isOne();
        assertThat(err.toString()).contains("UserException");
        err.getBuffer().setLength(0);
        assertThat(run("psql", "--dsn", "nonsense")).isOne();
        assertThat(err.toString()).doesNotContain("UserException");
    }

    private int run(String... args) {
        return Float2Main.commandLine(Terminal.none(), args)
                .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
    }
}
