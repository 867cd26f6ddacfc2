package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine;

class UsageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"", "bogus", "server", "server bogus", "server start --port x", "server start --port 70000", "doctor --bogus",
        "load x.fvecs -t t --drop", "load x.fvecs -t a.b.c", "index t", "index t.v --m 1", "search t.v --like 1 -k 0"})
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

    /** An option that is left out there stands under the last heading, where nobody looks for it. */
    @Test
    void theOptionsOfALoadAreUnderTheHeadingsOfTheirSubjects() {
        CommandLine load = Float2Main.commandLine(Terminal.none()).getSubcommands().get("load");
        assertThat(LoadHelp.underHeadings(load.getCommandSpec()).get("Connection and output:")).extracting(OptionSpec::longestName)
                .containsExactlyInAnyOrder("--dsn", "--json", "--verbose", "--help", "--version");
    }

    @Test
    void everyCommandHasExamples() {
        Float2Main.commandLine(Terminal.none()).getSubcommands().forEach((name, command) -> {
            // That one is the library's.
            if (!name.equals("generate-completion")) {
                assertThat(String.join("\n", command.getCommandSpec().usageMessage().footer())).as(name).contains("Examples:", "  float2 " + name);
            }
        });
    }

    /** Of bash, by the function that the script gives it: the words that may follow. */
    @ParameterizedTest
    @CsvSource({"'', doctor", "serv, server", "'server st', start", "'load --no-', --no-header", "'load --format h', hdf5", "'ind', index",
        "'man --', --to"})
    void bashCompletesCommandsAndOptions(String line, String word) throws IOException, InterruptedException {
        assertThat(run("generate-completion")).isZero();
        String[] words = ("float2 " + line).split(" ", -1);
        List<String> command = new ArrayList<>(List.of("bash", "-c", out + "\nCOMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))\n"
                + "_complete_float2\nprintf '%s\\n' \"${COMPREPLY[@]}\"", "bash"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).start();
        assertThat(new String(process.getInputStream().readAllBytes()).split("\\s+")).contains(word);
        assertThat(process.waitFor()).isZero();
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
