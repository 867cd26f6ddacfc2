package io.float2.pljava;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java on this machine that a server can load into its processes.
 *
 * @param home its directory
 * @param version as in "25.0.1"
 */
public record ServerJava(Path home, String version) {

    /** The variable that names the home of the Java to use, when it is not to be the newest one. */
    public static final String ENVIRONMENT = "FLOAT2_SERVER_JAVA";

    /** The oldest that our classes run on. */
    public static final int OLDEST = 17;

    private static final List<Path> FOLDERS = List.of(Path.of("/usr/lib/jvm"), Path.of("/opt/java"), Path.of("/opt"));
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([0-9][^\"]*)\"");

    /**
     * The one that {@value #ENVIRONMENT} names, else the newest that is found.
     *
     * @param usable whether the server may read a file
     * @throws UserException when the one that was named is none
     */
    public static Optional<ServerJava> find(Predicate<Path> usable) {
        String named = System.getenv().getOrDefault(ENVIRONMENT, "");
        if (!named.isEmpty()) {
            return Optional.of(at(Path.of(named)));
        }
        return homes().stream()
                .flatMap(home -> read(home).stream())
                .filter(java -> java.release() >= OLDEST)
                .sorted(Comparator.comparingInt(ServerJava::release).reversed())
                .filter(java -> usable.test(java.library()))
                .findFirst();
    }

    /**
     * The Java below the given directory.
     *
     * @throws UserException when there is none, or none that can be used
     */
    public static ServerJava at(Path home) {
        ServerJava java = read(home.toAbsolutePath().normalize())
                .orElseThrow(() -> new UserException(home + " is not the home of a Java that a server can load: it has no "
                        + library(home)));
        if (java.release() < OLDEST) {
            throw new UserException(home + " is Java " + java.version + ", but Java " + OLDEST + " or newer is needed");
        }
        return java;
    }

    /** 17, 21, 25 and so on. */
    public int release() {
        return Integer.parseInt(version.replaceFirst("[^0-9].*", ""));
    }

    /** What pljava.libjvm_location names. */
    public Path library() {
        return library(home);
    }

    /** Whether PL/Java restricts by a policy what functions may do on this Java. */
    boolean enforcesPolicy() {
        return release() < 24;
    }

    private static Path library(Path home) {
        return home.resolve("lib").resolve("server").resolve(System.mapLibraryName("jvm"));
    }

    private static List<Path> homes() {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Optional.ofNullable(System.getenv("JAVA_HOME")).filter(home -> !home.isEmpty()).map(Path::of).ifPresent(homes::add);
        for (Path folder : FOLDERS) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(homes::add);
            } catch (IOException e) {
                // This machine keeps them elsewhere.
            }
        }
        return homes;
    }

    private static Optional<ServerJava> read(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find() && Files.isRegularFile(library(home))
                    ? Optional.of(new ServerJava(home, version.group(1))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
