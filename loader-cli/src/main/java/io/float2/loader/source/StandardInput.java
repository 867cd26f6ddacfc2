package io.float2.loader.source;

import java.nio.file.Path;

/**
 * Standard input as a file. A load looks at its sources before it reads them, and reads a shard again that has failed; so standard
 * input is kept in a temporary file.
 */
public final class StandardInput {

    /** Stands for standard input wherever a file is expected. Told from a file of that name by being this very object. */
    public static final Path PATH = Path.of("standard input");

    private StandardInput() {}

    /** Understands {@code -}, which is how a command line names it. */
    public static Path orFile(String argument) {
        return argument.equals("-") ? PATH : Path.of(argument);
    }

    /** Whether a path is {@link #PATH}. */
    public static boolean is(Path path) {
        return path == PATH;
    }

    /** Where the bytes are. The first call reads them all. */
    static Path kept() {
        return TemporaryCopies.of(PATH, () -> System.in);
    }
}
