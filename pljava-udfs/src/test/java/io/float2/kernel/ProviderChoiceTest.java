package io.float2.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which provider answers under which circumstances, each in a JVM of its own. */
class ProviderChoiceTest {

    private static final int JAVA = Runtime.version().feature();
    private static final boolean PANAMA = JAVA >= 22;

    @TempDir
    private Path directory;

    /** With native access allowed, as a program that wants no warning does. */
    private static ChildJvm child() {
        ChildJvm child = new ChildJvm();
        return PANAMA ? child.option("--enable-native-access=ALL-UNNAMED") : child;
    }

    private static ChildJvm childWith(Path library) {
        return child().property("float2.kernel.library", library);
    }

    private static void assertRightResults(Map<String, String> report) {
        assertThat(report)
                .containsEntry("scalar", "3d33")
                .containsEntry("halves", "[15360, 31744, -16384]")
                .containsEntry("distance", "5.0");
    }

    private static void assertNoneOfTheLibraryWorks(Map<String, String> report, String... partsOfTheReason) {
        assertThat(report).containsEntry("provider", "java").containsEntry("library", "");
        assertThat(report).containsEntry("jna state", "FAILED").containsEntry("panama state", "FAILED");
        assertThat(report.get("jna reason")).contains(partsOfTheReason);
        if (PANAMA) {
            assertThat(report.get("panama reason")).contains(partsOfTheReason);
        }
        assertThat(report.get("reasons")).startsWith("panama: ").contains("; jna: ").contains(partsOfTheReason);
        assertRightResults(report);
    }

    // --- the usual

    @Test
    void panama_answers_from_java_22_on_and_jna_before() throws Exception {
        Path library = TestLibrary.require();
        String expected = System.getProperty("float2.test.expectedProvider", PANAMA ? "panama" : "jna");

        Map<String, String> report = childWith(library).report();

        assertThat(report).containsEntry("provider", expected)
                .containsEntry(expected + " state", "IN_USE")
                .containsEntry(expected + " reason", "")
                .containsEntry("library", library.toString())
                .containsEntry("java state", "NOT_TRIED")
                .containsEntry("java reason", "not tried, a better one works")
                .containsEntry("cap", "auto");
        assertThat(report.get("available")).endsWith(report.get("instruction set") + "]");
        assertRightResults(report);
    }

    @Test
    void java_older_than_22_is_why_panama_is_not_used() throws Exception {
        assumeTrue(!PANAMA, "this is Java " + JAVA + ", which has java.lang.foreign");

        Map<String, String> report = childWith(TestLibrary.require()).report();

        String reason = "java.lang.foreign needs Java 22 or later, this is Java " + JAVA;
        assertThat(report).containsEntry("panama state", "FAILED").containsEntry("panama reason", reason)
                .containsEntry("reasons", "panama: " + reason);
    }

    @Test
    void the_environment_may_name_the_library() throws Exception {
        Path library = TestLibrary.require();

        assertThat(child().environment("FLOAT2_KERNEL_LIBRARY", library).report())
                .containsEntry("library", library.toString());
    }

    @Test
    void the_property_goes_before_the_environment() throws Exception {
        Path library = TestLibrary.require();

        assertThat(childWith(library).environment("FLOAT2_KERNEL_LIBRARY", "/nowhere/lib.so").report())
                .containsEntry("library", library.toString());
    }

    @Test
    void the_cap_and_a_wrong_one_are_reported() throws Exception {
        Path library = TestLibrary.require();

        assertThat(childWith(library).environment("FLOAT2_KERNEL_CAP", "serial").report())
                .containsEntry("instruction set", "serial").containsEntry("cap", "serial")
                .containsEntry("cap error", "");
        Map<String, String> report = childWith(library).environment("FLOAT2_KERNEL_CAP", "abacus").report();
        assertThat(report).containsEntry("cap", "auto");
        assertThat(report.get("cap error")).contains("FLOAT2_KERNEL_CAP");
    }

    // --- libraries that cannot be used

    @Test
    void a_library_that_does_not_exist_is_named() throws Exception {
        assertNoneOfTheLibraryWorks(childWith(Path.of("/nowhere/lib.so")).report(), "kernel library /nowhere/lib.so, "
                + "named by system property float2.kernel.library, does not exist");
    }

    @Test
    void a_relative_library_is_refused() throws Exception {
        assertNoneOfTheLibraryWorks(child().environment("FLOAT2_KERNEL_LIBRARY", "lib.so").report(), "kernel library "
                + "lib.so, named by environment variable FLOAT2_KERNEL_LIBRARY, is not an absolute path");
    }

    @Test
    void a_file_that_is_no_library_is_named() throws Exception {
        Path text = Files.writeString(directory.resolve("text.so"), "not a library");

        assertNoneOfTheLibraryWorks(childWith(text).report(), "cannot load library " + text);
    }

    @Test
    void a_library_of_something_else_is_found_out() throws Exception {
        Path libc = libc();

        assertNoneOfTheLibraryWorks(childWith(libc).report(),
                "library " + libc + " has no function float2_kernel_abi");
    }

    @Test
    void a_library_with_another_interface_is_found_out() throws Exception {
        Path library = compile("int float2_kernel_abi(void) { return 99; }");

        assertNoneOfTheLibraryWorks(childWith(library).report(), "library " + library
                + " has version 99 of the kernel's interface, this program needs version 1");
    }

    @Test
    void a_library_that_lacks_a_function_is_found_out() throws Exception {
        Path library = compile("int float2_kernel_abi(void) { return 1; }");

        assertNoneOfTheLibraryWorks(childWith(library).report(), "library " + library, "float2_");
    }

    @Test
    void jna_missing_from_the_class_path_is_a_reason() throws Exception {
        Path library = TestLibrary.require();

        Map<String, String> report = childWith(library).withoutJna().report();
        assertThat(report).containsEntry("provider", PANAMA ? "panama" : "java");

        report = childWith(library).withoutJna().property("float2.kernel.provider", "jna").report();
        assertThat(report).containsEntry("jna state", "FAILED");
        assertThat(report.get("jna reason")).contains("com/sun/jna");
    }

    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "native access cannot be denied before Java 24")
    void native_access_denied_is_a_reason_for_both_and_java_answers() throws Exception {
        Map<String, String> report = new ChildJvm()
                .option("--illegal-native-access=deny")
                .property("float2.kernel.library", TestLibrary.require())
                .report();

        assertThat(report)
                .containsEntry("panama failure", "java.lang.IllegalCallerException")
                .containsEntry("jna failure", "java.lang.IllegalCallerException");
        assertNoneOfTheLibraryWorks(report, "Illegal native access");
    }

    // --- a forced provider

    @ParameterizedTest
    @ValueSource(strings = {"panama", "jna", "java"})
    void a_forced_provider_answers_and_the_others_are_not_tried(String name) throws Exception {
        assumeTrue(PANAMA || !name.equals("panama"), "this is Java " + JAVA + ", which has no java.lang.foreign");

        Map<String, String> report = childWith(TestLibrary.require()).property("float2.kernel.provider", name).report();

        assertThat(report).containsEntry("provider", name).containsEntry(name + " state", "IN_USE");
        for (String other : List.of("panama", "jna", "java")) {
            if (!other.equals(name)) {
                assertThat(report).containsEntry(other + " state", "NOT_TRIED")
                        .containsEntry(other + " reason", "not tried, system property float2.kernel.provider is " + name);
            }
        }
        assertRightResults(report);
    }

    @Test
    void an_unknown_forced_provider_is_an_error_each_time() throws Exception {
        Map<String, String> report = child().property("float2.kernel.provider", "abacus").report();

        String message = "system property float2.kernel.provider names the unknown provider abacus, "
                + "known are panama, jna, java";
        assertThat(report).containsEntry("unavailable", message).containsEntry("again", message)
                .containsEntry("java state", "NOT_TRIED").containsEntry("scalar", "3d33");
    }

    @Test
    void a_forced_provider_that_fails_is_an_error_and_nothing_takes_its_place() throws Exception {
        Map<String, String> report = childWith(Path.of("/nowhere/lib.so"))
                .property("float2.kernel.provider", "jna").report();

        String message = "provider jna, forced by system property float2.kernel.provider, cannot be used: "
                + "kernel library /nowhere/lib.so, named by system property float2.kernel.library, does not exist";
        assertThat(report).containsEntry("unavailable", message).containsEntry("again", message)
                .containsEntry("jna state", "FAILED").containsEntry("java state", "NOT_TRIED");
    }

    @Test
    void a_forced_provider_that_fails_keeps_its_cause() {
        IllegalCallerException cause = new IllegalCallerException("no");
        ProviderChoice choice = ProviderChoice.among(List.of(new Provider("one", () -> {
            throw cause;
        })), "one");

        assertThatThrownBy(choice::kernel).isInstanceOf(KernelUnavailableException.class).hasCause(cause)
                .hasMessageContaining("java.lang.IllegalCallerException: no");
        assertThat(choice.statuses().get(0).failure()).contains(cause);
    }

    @Test
    void an_error_that_a_provider_throws_does_not_stop_the_choice() {
        ProviderChoice choice = ProviderChoice.among(List.of(
                new Provider("one", () -> {
                    throw new Error("incompatible");
                }),
                new Provider("two", () -> new Provider.Opened(new JavaKernel(), ""))), null);

        assertThat(choice.info().provider()).isEqualTo("two");
        assertThat(choice.info().reasons()).containsExactly("one: java.lang.Error: incompatible");
    }

    // --- libraries for the tests

    /** The C library that this JVM itself has loaded. */
    private static Path libc() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "no /proc/self/maps to find the C library with");
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.filter(line -> line.matches(".*/(libc\\.so\\.6|libc-2.*\\.so|ld-musl.*)"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path compile(String source) throws IOException, InterruptedException {
        Path code = Files.writeString(directory.resolve("wrong.c"), source);
        Path library = directory.resolve("libwrong.so");
        Process compiler;
        try {
            compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), code.toString())
                    .inheritIO().start();
        } catch (IOException e) {
            assumeTrue(false, "no C compiler to make a wrong library with: " + e.getMessage());
            throw e;
        }
        assertThat(compiler.waitFor()).as("exit code of cc").isZero();
        return library;
    }
}
