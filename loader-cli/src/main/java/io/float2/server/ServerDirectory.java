package io.float2.server;

import io.float2.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The directory that holds a private server: its data, log, connection file and the mark that makes it ours. */
public final class ServerDirectory {

    private static final String MARK = "float2-server";
    private static final String MARK_TEXT = """
            This directory holds a private PostgreSQL server that `float2 server` made and looks after.
            Stop the server (`float2 server stop --dir …`) before you delete it.
            """;

    private final Path root;

    private ServerDirectory(Path root) {
        this.root = root;
    }

    /** The directory at {@code path}; nothing is touched yet. */
    public static ServerDirectory of(Path path) {
        return new ServerDirectory(withoutLinks(path.toAbsolutePath().normalize()));
    }

    /** One directory has one name, whichever symbolic links lead to it: a running server is told by the name it was started with. */
    private static Path withoutLinks(Path path) {
        for (Path existing = path; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath().resolve(existing.relativize(path)).normalize();
            } catch (IOException e) {
                // Not there yet, or closed to us: its parent may say.
            }
        }
        return path;
    }

    /** {@code .float2/server} below the home directory of the user that the server runs as. */
    public static ServerDirectory byDefault() {
        return of(OsAccount.forServer().home().resolve(".float2").resolve("server"));
    }

    /** The absolute path. */
    public Path path() {
        return root;
    }

    /** The directory of a standby of this server, counted from 1. It is a server's directory like this one, inside this one. */
    ServerDirectory replica(int number) {
        return new ServerDirectory(root.resolve("replica-" + number));
    }

    Path data() {
        return root.resolve("data");
    }

    /** Where the first data directory is made; renamed to {@link #data()} once it is whole. */
    Path unfinishedData() {
        return root.resolve("data.tmp");
    }

    /** The server's log file. */
    public Path log() {
        return root.resolve("log").resolve("server.log");
    }

    Path connectionFile() {
        return root.resolve("connection");
    }

    /** Whether a server has been made here, running or not. */
    boolean holdsServer() {
        return Files.exists(data().resolve("PG_VERSION")) && Files.exists(connectionFile());
    }

    /**
     * Makes the directory ours, or finds that it is.
     *
     * @throws UserException when it holds something else, which is left as it is, or is closed to the server's user
     */
    void claim(OsAccount account) {
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new UserException(root + " is not a directory");
            }
            if (Files.isDirectory(root) && !Files.exists(root.resolve(MARK)) && !isEmpty()) {
                throw new UserException("the directory " + root
                        + " is not empty and holds no server of float2: choose another one with --dir");
            }
            checkParents(account);
            makeDirectories(account);
            Path mark = root.resolve(MARK);
            if (!Files.exists(mark)) {
                Files.writeString(mark, MARK_TEXT);
                account.own(mark);
            }
            if (!Files.isDirectory(log().getParent())) {
                Files.createDirectory(log().getParent());
                account.own(log().getParent());
            }
        } catch (AccessDeniedException e) {
            throw new UserException("the directory " + root + " cannot be written: permission denied at " + e.getFile(), e);
        } catch (IOException e) {
            throw new UserException("the directory " + root + " cannot be prepared: " + e.getMessage(), e);
        }
    }

    /** Keeps others from starting or stopping a server here until the result is closed; waits for whoever does it now. */
    FileChannel lock(OsAccount account) throws IOException {
        Path file = root.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        account.own(file);
        channel.lock();
        return channel;
    }

    /** Writes a file that only the server's user may read. */
    void writeSecret(OsAccount account, Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        account.own(file);
    }

    /** What the files below take, in bytes; files that vanish meanwhile count as nothing. */
    long size() {
        long[] size = {0};
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    size[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // A directory that vanished: what was counted so far is as right as any other figure.
        }
        return size[0];
    }

    /** Removes what an interrupted first start has left. */
    void removeUnfinishedData() throws IOException {
        delete(unfinishedData());
    }

    /** Removes the directory with the server in it, which does not run. */
    void delete() throws IOException {
        delete(root);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Deque<Path> paths = new ArrayDeque<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.forEach(paths::push);
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.findAny().isEmpty();
        }
    }

    private void makeDirectories(OsAccount account) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = root; path != null && !Files.exists(path); path = path.getParent()) {
            missing.push(path);
        }
        for (Path path : missing) {
            Files.createDirectory(path);
            account.own(path);
        }
        if (missing.isEmpty()) {
            account.own(root);
        }
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    }

    /** Another user than the caller may find a directory on the way closed. */
    private void checkParents(OsAccount account) throws IOException {
        if (!account.switched()) {
            return;
        }
        Path existing = root.getParent();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        Deque<Path> way = new ArrayDeque<>();
        for (Path path = existing; path != null; path = path.getParent()) {
            way.push(path);
        }
        if (way.isEmpty() || canEnter(account, way.getLast())) {
            return;
        }
        for (Path path : way) {
            if (!canEnter(account, path)) {
                throw new UserException("the directory " + path + " is closed to the user \"" + account.name()
                        + "\", as whom the server runs: choose another place with --dir, or open it with chmod o+x");
            }
        }
    }

    private static boolean canEnter(OsAccount account, Path directory) throws IOException {
        return ChildProcess.run(account, List.of("sh", "-c", "cd \"$1\"", "sh", directory.toString())).succeeded();
    }
}
