package io.float2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command and the extension come out together, under one version. */
class VersionTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern OF_EXTENSION = Pattern.compile("(?m)^default_version *= *'([^']+)'");
    /** In a module's file the parent's comes first. */
    private static final Pattern OF_MODULE = Pattern.compile("<artifactId>float2</artifactId>\\s*<version>([^<]+)</version>");

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "extension/pom.xml", "pljava-udfs/pom.xml", "loader-cli/pom.xml", "tests/pom.xml",
        "tests/s3-server/pom.xml"})
    void theModulesHaveTheExtensionsVersion(String pom) throws IOException {
        assertThat(first(OF_MODULE, pom)).as(pom).isEqualTo(first(OF_EXTENSION, "extension/float2.control"));
    }

    private static String first(Pattern pattern, String file) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(ROOT.resolve(file)));
        assertThat(matcher.find()).as("a version in %s", file).isTrue();
        return matcher.group(1);
    }
}
