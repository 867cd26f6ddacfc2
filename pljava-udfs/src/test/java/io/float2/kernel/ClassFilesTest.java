package io.float2.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes into the jar: Java 17 but for one package, and nothing that only some class loaders see. */
class ClassFilesTest {

    private static final int JAVA_17 = 61;
    private static final int JAVA_22 = 66;

    @Test
    void only_the_panama_package_is_newer_than_java_17() throws Exception {
        Path root = root();
        Map<String, Integer> versions = new TreeMap<>();
        for (Path file : classFiles(root)) {
            versions.put(root.relativize(file).toString(), majorVersion(file));
        }

        assertThat(versions).containsKeys("io/float2/kernel/Float2.class", "io/float2/kernel/jna/JnaKernel.class",
                "io/float2/kernel/panama/PanamaKernel.class");
        assertThat(versions).allSatisfy((name, version) -> assertThat(version)
                .isEqualTo(name.startsWith("io/float2/kernel/panama/") ? JAVA_22 : JAVA_17));
    }

    @Test
    void no_class_is_hidden_in_a_versioned_directory() throws Exception {
        assertThat(root().resolve("META-INF").resolve("versions")).doesNotExist();
    }

    private static Path root() throws URISyntaxException {
        return Path.of(Float2.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Iterable<Path> classFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class")).collect(Collectors.toList());
        }
    }

    private static int majorVersion(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(6);
            return in.readUnsignedShort();
        }
    }
}
