package io.float2.server;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operating system's user that the server runs as: whoever calls, or an unprivileged one when root does, because PostgreSQL
 * refuses to run as root.
 *
 * @param name login name
 * @param home home directory, or what stands in for it
 * @param switched whether commands have to change to this user
 */
record OsAccount(String name, Path home, boolean switched) {

    private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody");

    /** Where an account whose home directory does not exist keeps its server. */
    private static final Path HOME_OF_HOMELESS = Path.of("/var/lib/float2");

    /** The account for the server in a directory: the owner of its data where there are some already. */
    static OsAccount forServerIn(ServerDirectory directory) throws IOException {
        OsAccount account = forServer();
        if (account.switched() && Files.exists(directory.data())) {
            String owner = Files.getOwner(directory.data()).getName();
            return new OsAccount(owner, account.home(), true);
        }
        return account;
    }

    /** The account for a new server. */
    static OsAccount forServer() {
        if (!callerIsRoot()) {
            return new OsAccount(System.getProperty("user.name"), Path.of(System.getProperty("user.home")), false);
        }
        for (String name : UNPRIVILEGED) {
            Optional<Path> home = homeOf(name);
            if (home.isPresent()) {
                return new OsAccount(name, Files.isDirectory(home.get()) ? home.get() : HOME_OF_HOMELESS, true);
            }
        }
        throw new UserException("there is no unprivileged user to run the server as: as root, float2 needs a user \"postgres\"");
    }

    /** The command line that runs {@code command} as this user. */
    List<String> run(List<String> command) {
        if (!switched) {
            return command;
        }
        List<String> line = new ArrayList<>();
        if (isProgram("runuser")) {
            line.addAll(List.of("runuser", "-u", name, "--"));
        } else if (isProgram("setpriv")) {
            line.addAll(List.of("setpriv", "--reuid=" + name, "--regid=" + primaryGroup(), "--clear-groups", "--"));
        } else {
            throw new UserException("neither runuser nor setpriv is there to run the server as the user \"" + name + "\"");
        }
        line.addAll(command);
        return line;
    }

    /** Gives a file or directory to this user. */
    void own(Path path) throws IOException {
        if (switched) {
            Files.setOwner(path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
        }
    }

    private static boolean callerIsRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name").equals("root");
        }
    }

    private static boolean isProgram(String program) {
        for (String directory : (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin").split(":")) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Path> homeOf(String user) {
        return passwdField(user, 5).map(Path::of);
    }

    private String primaryGroup() {
        return passwdField(name, 3).orElseThrow();
    }

    /** A field of the user's line in the password file, counted from 0. */
    private static Optional<String> passwdField(String user, int field) {
        try {
            return Files.readAllLines(Path.of("/etc/passwd")).stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields[0].equals(user) && fields.length > field)
                    .map(fields -> fields[field])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
