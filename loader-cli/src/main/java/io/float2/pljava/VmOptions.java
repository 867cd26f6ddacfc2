package io.float2.pljava;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The options that PL/Java starts Java with: those that are set already, ours added or put in their place. */
final class VmOptions {

    private static final String CLASS_PATH = "-Djava.class.path=";
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    private static final String NEW_ARCHIVE = "-XX:ArchiveClassesAtExit=";

    /**
     * For sessions that are short and hold little: no threads of a parallel collector, and only the quick one of the two compilers, whose
     * bigger sister would take the processor from a starting session. New objects live in as much memory as a core's cache holds: each
     * call makes arrays, and walking through a larger space would miss the cache with every one. Not preparing the flight recorder saves
     * a tenth of the start.
     */
    private static final List<String> FOR_SHORT_SESSIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn4m",
            "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-FlightRecorder");

    private final List<String> options;

    /** @param text of pljava.vmoptions: options between spaces; quotes hold one together */
    VmOptions(String text) {
        options = split(text);
    }

    /** What every server needs; one that has no options of its own gets those for short sessions too. */
    VmOptions forServer(ServerJava java, ServerFiles files) {
        if (options.isEmpty()) {
            options.addAll(FOR_SHORT_SESSIONS);
        }
        set("-Djava.security.manager=", java.enforcesPolicy() ? "allow" : "disallow");
        if (java.release() >= 22) {
            set("--enable-native-access=", "ALL-UNNAMED");
        }
        addToClassPath(files.jar());
        set("-Dfloat2.kernel.library=", files.kernelLibrary().toString());
        return this;
    }

    /** Starting from the archive; one that no longer fits is ignored, and PL/Java would show its users each warning about it. */
    VmOptions startingFrom(Path archive) {
        remove(NEW_ARCHIVE);
        set(ARCHIVE, archive.toString());
        if (!options.contains("-Xlog:disable")) {
            options.add("-Xlog:disable");
        }
        return this;
    }

    /** Writing the archive when the session ends. */
    VmOptions archivingTo(Path archive) {
        remove(ARCHIVE);
        set(NEW_ARCHIVE, archive.toString());
        return this;
    }

    String text() {
        return options.stream()
                .map(option -> option.chars().anyMatch(Character::isWhitespace) ? '"' + option + '"' : option)
                .collect(Collectors.joining(" "));
    }

    private void set(String name, String value) {
        remove(name);
        options.add(name + value);
    }

    private void remove(String name) {
        options.removeIf(option -> option.startsWith(name));
    }

    /** An older jar of ours, or one at another place, gives way. */
    private void addToClassPath(Path jar) {
        List<String> entries = new ArrayList<>();
        options.stream().filter(option -> option.startsWith(CLASS_PATH)).findFirst().ifPresent(option -> {
            for (String entry : option.substring(CLASS_PATH.length()).split(File.pathSeparator)) {
                if (!entry.isEmpty() && !Path.of(entry).getFileName().equals(jar.getFileName())) {
                    entries.add(entry);
                }
            }
        });
        entries.add(jar.toString());
        set(CLASS_PATH, String.join(File.pathSeparator, entries));
    }

    private static List<String> split(String text) {
        List<String> options = new ArrayList<>();
        StringBuilder option = new StringBuilder();
        char quote = 0;
        for (char c : (text + " ").toCharArray()) {
            if (quote == 0 && Character.isWhitespace(c)) {
                if (!option.isEmpty()) {
                    options.add(option.toString());
                    option.setLength(0);
                }
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                option.append(c);
            }
        }
        return options;
    }
}
