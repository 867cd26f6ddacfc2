package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPageTest {

    @TempDir
    Path directory;

    @Test
    void aPageHasWhatTheHelpHas() {
        String page = run("man", "load");
        assertThat(page).startsWith(".TH \"FLOAT2-LOAD\" \"1\" \"\" \"float2 ")
                .contains("float2\\-load \\- load vectors from files into a table\n",
                        ".SS What is read\n", ".TP\n.B \"\\-t, \\-\\-table=[SCHEMA.]TABLE\"\nTable to load.\n",
                        ".SH \"EXIT STATUS\"\n.TP\n.B \"0\"\ndone\n", "\nfloat2 load base.fvecs \\-t photos \\-\\-create\n",
                        ".SH \"SEE ALSO\"\nfloat2(1)\n");
        assertThat(run("man", "server", "start")).startsWith(".TH \"FLOAT2-SERVER-START\"");
        assertThat(run("man")).contains(".SH \"COMMANDS\"\n.TP\n.B \"load\"\nLoad vectors from files into a table.");
    }

    @Test
    void everyCommandHasAPageThatReadersOfRoffTake() throws Exception {
        Path pages = directory.resolve("man1");
        assertThat(run("man", "--to", pages.toString())).endsWith(" pages written to " + pages + System.lineSeparator());
        List<Path> files;
        try (Stream<Path> all = Files.list(pages)) {
            files = all.sorted().toList();
        }
        assertThat(files).extracting(file -> file.getFileName().toString())
                .contains("float2.1", "float2-load.1", "float2-server-start.1", "float2-man.1");
        for (Path file : files) {
            assertThat(Files.readString(file).lines().filter(line -> line.matches("['.].*"))).as("%s", file.getFileName())
                    .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|B|PP|nf|fi)( .*)?"));
        }
        assumeTrue(isThere("mandoc"), "mandoc is not installed");
        for (Path file : files) {
            assertThat(output("mandoc", "-Tlint", "-Wwarning", file.toString()).replaceAll("(?m)^.*missing date.*$\\R?", "")).isEmpty();
        }
    }

    @Test
    void aCommandThatThereIsNotIsWrongUsage() {
        StringWriter err = new StringWriter();
        int exitCode = Float2Main.commandLine(Terminal.none(), "man", "server", "begin").setErr(new PrintWriter(err, true))
                .execute("man", "server", "begin");
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("float2: there is no command float2 server begin");
    }

    private static String run(String... args) {
        StringWriter out = new StringWriter();
        assertThat(Float2Main.commandLine(Terminal.none(), args).setOut(new PrintWriter(out, true)).execute(args)).isZero();
        return out.toString();
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
