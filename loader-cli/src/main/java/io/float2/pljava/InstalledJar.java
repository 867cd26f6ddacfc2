package io.float2.pljava;

import io.float2.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the jar for servers is on this machine. */
public final class InstalledJar {

    private InstalledJar() {}

    /** The one of the source tree that the command runs from, else the one installed with the PostgreSQL of that share directory. */
    public static Optional<Path> find(Path sharedDirectory) {
        return Stream.concat(ofTree().stream(), Stream.of(below(sharedDirectory))).filter(Files::isRegularFile).findFirst();
    }

    /** Where bin/setup installs it. */
    static Path below(Path sharedDirectory) {
        return sharedDirectory.resolve("float2").resolve(ServerFiles.JAR_NAME);
    }

    static Optional<Path> ofTree() {
        String home = System.getProperty("float2.home", "");
        return home.isEmpty() ? Optional.empty()
                : Optional.of(Path.of(home).toAbsolutePath().normalize().resolve("pljava-udfs/target").resolve(ServerFiles.JAR_NAME))
                        .filter(Files::isRegularFile);
    }

    /** The text of a policy file that lets the classes of the directory do what loading the kernel takes, and no other class. */
    public static String policyFor(Path directory) {
        if (directory.toString().contains("\"")) {
            throw new UserException("the directory " + directory + " has a quotation mark in its name, which a policy cannot have");
        }
        return """
                // For the classes of float2 alone: they load a library and so can do anything.
                grant codeBase "file:%s/-" {
                    permission java.security.AllPermission;
                };
                """.formatted(directory);
    }
}
