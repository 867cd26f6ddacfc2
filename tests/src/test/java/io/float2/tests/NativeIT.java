package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The extension's tests in C that need no server, one by one. */
class NativeIT {

    /** {@code ok 3 - name}, {@code not ok 4 - name}, {@code ok 5 - name # SKIP reason} */
    private static final Pattern LINE = Pattern.compile("(?<not>not )?ok +\\d+ *-? *(?<name>[^#]*?) *(?:# *SKIP\\S* *(?<skip>.*))?");
    /** {@code 1..29}, {@code 1..0 # SKIP reason} */
    private static final Pattern PLAN = Pattern.compile("1\\.\\.(?<count>\\d+) *(?:# *SKIP\\S* *(?<skip>.*))?");

    @TestFactory
    List<DynamicTest> kernel() throws IOException, InterruptedException {
        return testsOf(Make.inExtension(Map.of(), "-s", "kernel-check"));
    }

    /** The same tests for the kernel on 64-bit ARM, where a cross compiler and an emulator are installed. */
    @TestFactory
    List<DynamicTest> kernelOnArm() throws IOException, InterruptedException {
        return testsOf(Make.inExtension(Map.of(), "-s", "kernel-check-neon"));
    }

    /** The graph of index builds, under the thread sanitizer. */
    @TestFactory
    List<DynamicTest> graph() throws IOException, InterruptedException {
        return testsOf(Make.inExtension(Map.of(), "-s", "graph-check"));
    }

    private static List<DynamicTest> testsOf(Make.Run run) {
        List<DynamicTest> tests = new ArrayList<>();
        String plan = null;
        StringBuilder remarks = new StringBuilder();
        for (String line : run.output().lines().toList()) {
            Matcher result = LINE.matcher(line);
            Matcher planned = PLAN.matcher(line);
            if (result.matches()) {
                tests.add(test(result.group("name"), result.group("not") != null, result.group("skip"), remarks.toString()));
                remarks.setLength(0);
            } else if (planned.matches()) {
                if (planned.group("skip") != null) {
                    return List.of(test("all tests", false, planned.group("skip"), ""));
                }
                plan = planned.group("count");
            } else {
                remarks.append(line).append('\n');
            }
        }
        String expected = plan == null ? "a plan line" : plan;
        String actual = String.valueOf(tests.size());
        tests.add(DynamicTest.dynamicTest("all planned tests ran and make is content", () -> {
            assertThat(actual).as(run.output()).isEqualTo(expected);
            assertThat(run.exitCode()).as(run.output()).isZero();
        }));
        return tests;
    }

    /** @param remarks what was printed since the test before, which is where a failure explains itself */
    private static DynamicTest test(String name, boolean failed, String skipped, String remarks) {
        return DynamicTest.dynamicTest(name, () -> {
            if (skipped != null) {
                abort(skipped);
            }
            if (failed) {
                fail(name + " failed\n" + remarks);
            }
        });
    }
}
