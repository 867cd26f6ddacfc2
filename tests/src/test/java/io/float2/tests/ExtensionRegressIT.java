package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The extension's regression tests, one by one, on the test server. */
@WithDatabase
@Tag(WithDatabase.MACHINE)
class ExtensionRegressIT {

    /** PostgreSQL 14 and 15: {@code test name ... ok 12 ms}; in a parallel group without the first word. */
    private static final Pattern OLD = Pattern.compile("(?:test| {4}) +(?<name>\\S+) +\\.\\.\\. (?<result>ok|FAILED|failed).*");
    /** From 16 on: {@code ok 1 - name 12 ms}; in a parallel group with a plus sign. */
    private static final Pattern TAP = Pattern.compile("(?<result>ok|not ok) +\\d+ +[-+] +(?<name>\\S+).*");

    @TestFactory
    List<DynamicTest> regress(TestDatabase database) throws IOException, InterruptedException {
        Path output = Files.createDirectories(SampleData.output().resolve("regress"));
        ConnectionTarget target = database.target();
        Make.Run run = Make.inExtension(
                Map.of("PGHOST", target.host(), "PGPORT", String.valueOf(target.port()),
                        "PGUSER", target.user(), "PGPASSWORD", target.password()),
                "installcheck", "EXTRA_REGRESS_OPTS=--outputdir=" + output);
        Path diffs = output.resolve("regression.diffs");
        String differences = Files.exists(diffs) ? Files.readString(diffs) : "";
        List<DynamicTest> tests = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String line : run.output().lines().toList()) {
            Matcher result = Stream.of(OLD.matcher(line), TAP.matcher(line)).filter(Matcher::matches).findFirst().orElse(null);
            if (result != null) {
                names.add(result.group("name"));
                tests.add(test(result.group("name"), result.group("result").equals("ok"), differences));
            }
        }
        tests.add(DynamicTest.dynamicTest("every test file was run and make is content", () -> {
            assertThat(names).as(run.output()).containsExactlyInAnyOrderElementsOf(testFiles());
            assertThat(run.exitCode()).as(run.output()).isZero();
        }));
        return tests;
    }

    private static DynamicTest test(String name, boolean passed, String differences) {
        return DynamicTest.dynamicTest(name, () -> {
            if (!passed) {
                fail(name + " differs from its expected output\n" + differencesOf(name, differences));
            }
        });
    }

    /** The part of regression.diffs that belongs to one test; all of it when the parts cannot be told apart. */
    private static String differencesOf(String name, String differences) {
        StringBuilder own = new StringBuilder();
        for (String part : differences.split("(?m)^(?=diff )")) {
            if (part.lines().findFirst().orElse("").contains("/" + name + ".out")) {
                own.append(part);
            }
        }
        return own.isEmpty() ? differences : own.toString();
    }

    private static List<String> testFiles() throws IOException {
        try (Stream<Path> files = Files.list(SampleData.home().resolve("extension/test/sql"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".sql"))
                    .map(file -> file.substring(0, file.length() - ".sql".length()))
                    .toList();
        }
    }
}
