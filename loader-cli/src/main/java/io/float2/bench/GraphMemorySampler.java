package io.float2.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks at what a server process that builds an index holds in memory: its own memory, and the piece of shared memory that a parallel
 * build keeps its graph in. Works on the server's own machine, on Linux, and when this user may look at the process.
 */
final class GraphMemorySampler {

    /** The value of a build that could not be looked at. */
    static final long UNKNOWN = -1;

    /** What PostgreSQL calls its pieces of dynamic shared memory, as posix and as mmap. */
    private static final String[] SHARED_PIECES = {"/dev/shm/PostgreSQL.", "/pg_dynshmem/"};

    private final Path maps;
    private long peak = UNKNOWN;

    GraphMemorySampler(boolean local, int pid) {
        maps = local ? Path.of("/proc/" + pid + "/smaps") : null;
    }

    /** Takes a sample. */
    void look() {
        if (maps == null || !Files.isReadable(maps)) {
            return;
        }
        try {
            peak = Math.max(peak, read());
        } catch (IOException e) {
            // The process has ended, or is another user's: what has been seen so far stays.
        }
    }

    /** The most there was, in bytes, or {@link #UNKNOWN}. */
    long peak() {
        return peak;
    }

    private long read() throws IOException {
        long kilobytes = 0;
        boolean counted = false;
        for (String line : Files.readAllLines(maps)) {
            if (isHeader(line)) {
                counted = isOwn(line);
            } else if (counted && line.startsWith("Rss:")) {
                kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return kilobytes * 1024;
    }

    /** Address range, rights, offset, device, inode, path; the other lines begin with a name and a colon. */
    private static boolean isHeader(String line) {
        return line.indexOf('-') > 0 && line.indexOf('-') < line.indexOf(' ');
    }

    /** Shared memory for this build, or private memory that is no file's. */
    private static boolean isOwn(String header) {
        for (String piece : SHARED_PIECES) {
            if (header.contains(piece)) {
                return true;
            }
        }
        String[] fields = header.split(" +", 6);
        return fields[4].equals("0") && fields[1].endsWith("p");
    }
}
