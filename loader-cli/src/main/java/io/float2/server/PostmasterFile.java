package io.float2.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running server tells in its postmaster.pid.
 *
 * @param pid its process
 * @param startedAt when it started
 * @param port where it listens
 * @param ready whether it accepts connections
 */
record PostmasterFile(long pid, Instant startedAt, int port, boolean ready) {

    /** Empty when no server runs on the data, even if one that crashed has left its file. */
    static Optional<PostmasterFile> read(Path data) {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            return Optional.empty();
        }
        if (lines.size() < 4) {
            return Optional.empty();
        }
        try {
            PostmasterFile file = new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                    Integer.parseInt(lines.get(3).strip()),
                    lines.size() >= 8 && lines.get(7).strip().equals("ready"));
            return file.isAlive(data) ? Optional.of(file) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The number may have gone to another program since; that one does not have our directory on its command line. */
    private boolean isAlive(Path data) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().map(line -> line.contains(data.toString())).orElse(true))
                .orElse(false);
    }
}
