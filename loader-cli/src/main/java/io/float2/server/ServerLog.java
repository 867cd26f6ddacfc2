package io.float2.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The server's log file. */
final class ServerLog {

    private static final long ROTATE_AT_BYTES = 10_000_000;
    private static final int TAIL_LINES = 12;

    private ServerLog() {}

    /** Before a start: puts a log that has grown large aside, in place of the one put aside before. Returns the log's size now. */
    static long rotate(Path log) throws IOException {
        if (!Files.exists(log)) {
            return 0;
        }
        if (Files.size(log) < ROTATE_AT_BYTES) {
            return Files.size(log);
        }
        Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }

    /**
     * The last lines written since the log had {@code from} bytes, each on a line of its own; where nothing was written, the
     * {@code otherwise} lines, for then the server did not get as far as that.
     */
    static String tail(Path log, long from, String otherwise) throws IOException {
        byte[] bytes = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
        int start = (int) Math.min(from, bytes.length);
        String written = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        List<String> lines = (written.isBlank() ? otherwise : written).lines().toList();
        StringBuilder tail = new StringBuilder();
        for (String line : lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) {
            tail.append("\n  ").append(line);
        }
        return tail.toString();
    }
}
