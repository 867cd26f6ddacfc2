package io.float2.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLibraryTest {

    private static final String FILE = System.mapLibraryName("float2kernel");

    @TempDir
    private Path directory;

    private Path install(String version) throws IOException {
        Path lib = Files.createDirectories(directory.resolve(version).resolve("lib"));
        return Files.createFile(lib.resolve(FILE));
    }

    @Test
    void the_newest_major_version_is_taken_by_number() throws IOException {
        install("9");
        Path newest = install("15");
        install("14");
        install("current");

        assertThat(KernelLibrary.find(null, null, directory)).isEqualTo(newest);
    }

    @Test
    void a_version_without_the_library_is_passed_over() throws IOException {
        Path only = install("15");
        Files.createDirectories(directory.resolve("17").resolve("lib"));

        assertThat(KernelLibrary.find(null, null, directory)).isEqualTo(only);
    }

    @Test
    void empty_settings_are_none() throws IOException {
        Path only = install("15");

        assertThat(KernelLibrary.find("", "", directory)).isEqualTo(only);
    }

    @Test
    void a_named_library_that_is_missing_is_not_replaced_by_another() throws IOException {
        install("15");

        assertThatThrownBy(() -> KernelLibrary.find(directory.resolve("none.so").toString(), null, directory))
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessageContaining("none.so, named by system property float2.kernel.library, does not exist");
    }

    @Test
    void without_any_library_the_places_looked_at_are_named() {
        Path nowhere = directory.resolve("nowhere");

        assertThatThrownBy(() -> KernelLibrary.find(null, null, nowhere))
                .isInstanceOf(KernelUnavailableException.class)
                .hasMessageContaining("float2.kernel.library")
                .hasMessageContaining("FLOAT2_KERNEL_LIBRARY")
                .hasMessageContaining(nowhere + "/*/lib/" + FILE);
    }
}
