package io.float2.cli;

import io.float2.doctor.Doctor;
import io.float2.doctor.Finding;
import io.float2.pljava.JavaInstaller;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 doctor}. */
@Command(
        name = "doctor",
        description = "Check Java, the kernel, the server, the extensions and the settings, and say how to mend what is wrong.",
        exitCodeList = {"0:nothing fails", "1:something fails", "2:wrong usage"},
        footer = {"", "Examples:", "  float2 doctor", "  float2 doctor --dsn postgresql://me@db.example.org/photos"})
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--query", paramLabel = "SQL",
            description = "Say which ANN index this SELECT uses, or why it uses none, and check nothing else. The query is not run.")
    private String query;

    @ArgGroup(exclusive = false)
    private JavaOptions java;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        if (java != null) {
            new JavaInstaller(connection.target(), Optional.ofNullable(java.home), output::remark).install();
        }
        Doctor doctor = new Doctor(connection.target());
        List<Finding> findings = query == null ? doctor.examine() : doctor.examineQuery(query);
        long failures = count(findings, Finding.Level.FAIL);
        if (output.isJson()) {
            output.json(Map.of("findings", findings));
        } else {
            print(findings);
            output.println(String.format(Locale.ROOT, "%d checks: %d failed, %d with a warning",
                    findings.size(), failures, count(findings, Finding.Level.WARN)));
        }
        return failures == 0 ? 0 : 1;
    }

    private void print(List<Finding> findings) {
        int width = findings.stream().mapToInt(finding -> finding.subject().length()).max().orElse(0);
        for (Finding finding : findings) {
            output.println(String.format(Locale.ROOT, "%-4s  %-" + width + "s  %s", finding.level(), finding.subject(), finding.text()));
            if (finding.mend() != null) {
                output.println(" ".repeat(6 + width + 2) + "mend: " + finding.mend());
            }
        }
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    static final class JavaOptions {

        @Option(names = "--install-java", required = true,
                description = "First set up PL/Java for this database and create the extension float2_java in it: the functions in Java. "
                        + "Needs a superuser, on the server's machine.")
        private boolean install;

        @Option(names = "--java-home", paramLabel = "DIR",
                description = "With --install-java: the Java that the server is to load. Default: $FLOAT2_SERVER_JAVA, else the newest.")
        private Path home;
    }
}
