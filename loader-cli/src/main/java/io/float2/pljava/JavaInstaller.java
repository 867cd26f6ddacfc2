package io.float2.pljava;

import io.float2.UserException;
import io.float2.connect.ConnectionTarget;
import io.float2.sql.Identifier;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the functions in Java into a database of a server on this machine.
 *
 * <p>The settings are tried in a session of their own first and are kept, for that database alone, only when the functions answered.
 */
public final class JavaInstaller {

    private static final String CREATE = "CREATE EXTENSION IF NOT EXISTS float2_java CASCADE";

    private final ConnectionTarget target;
    private final Optional<Path> javaHome;
    private final Consumer<String> report;

    /**
     * @param javaHome the Java to use, or empty for the newest one
     * @param report told in one line each what was done
     */
    public JavaInstaller(ConnectionTarget target, Optional<Path> javaHome, Consumer<String> report) {
        this.target = target;
        this.javaHome = javaHome;
        this.report = report;
    }

    /**
     * Installs them, or finds that they are.
     *
     * @throws UserException when something is missing; the settings and the database are then as before
     */
    public void install() throws SQLException, IOException {
        try (Connection connection = target.open()) {
            requireExtensions(connection);
        }
        if (javaHome.isEmpty() && worksAlready()) {
            report.accept("the functions in Java work with the settings of " + target);
            return;
        }
        if (!target.isLocal()) {
            throw new UserException("the server at " + target.address() + " is not on this machine, whose Java and files it needs: "
                    + "run float2 doctor --install-java there");
        }
        install(java());
    }

    private void install(ServerJava java) throws SQLException, IOException {
        Map<String, String> present;
        ServerFiles files;
        Path archive;
        try (Connection connection = target.open()) {
            present = presentSettings(connection);
            files = files(connection, java);
            archive = Path.of(value(connection, "SELECT current_setting('data_directory')"))
                    .resolve(ClassArchive.fileName(java, files.jar()));
        }
        PljavaSettings settings = new PljavaSettings(java, files, present);
        create(settings.settings(), java);
        boolean archived = ClassArchive.make(target.open(), settings.archivingTo(archive));
        keep(archived ? settings.startingFrom(archive) : settings.settings());
        report.accept("the database " + target.database() + " starts Java " + java.version() + " (" + java.home() + ")"
                + (archived ? " from the archive " + archive : "; no archive for a quick start could be made"));
    }

    private void requireExtensions(Connection connection) throws SQLException {
        if (!value(connection, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user").equals("true")) {
            throw new UserException("the role " + target.user() + " is no superuser, which setting up Java takes");
        }
        for (String extension : new String[] {"float2", "pljava", "float2_java"}) {
            if (value(connection, "SELECT count(*) FROM pg_available_extensions WHERE name = '" + extension + "'").equals("0")) {
                throw new UserException("the server at " + target.address() + " does not offer the extension " + extension + ": "
                        + (extension.equals("pljava")
                                ? "install PL/Java for its PostgreSQL (the PostgreSQL project's packages have postgresql-NN-pljava)"
                                : "run bin/setup on its machine"));
            }
        }
    }

    private boolean worksAlready() throws SQLException {
        try (Connection connection = target.open()) {
            if (!value(connection, "SELECT coalesce(current_setting('pljava.vmoptions', true), '')").contains(ServerFiles.JAR_NAME)) {
                return false;
            }
            tryFunctions(connection, Map.of());
            return true;
        } catch (SQLException e) {
            // What is set does not work, so it is set anew; if that does not help, its error is shown.
            return false;
        }
    }

    private void create(Map<String, String> settings, ServerJava java) throws SQLException {
        try (Connection connection = target.open()) {
            tryFunctions(connection, settings);
        } catch (SQLException e) {
            throw new UserException("PL/Java does not work on Java " + java.version() + " (" + java.home() + "), so nothing was changed: "
                    + e.getMessage(), e);
        }
    }

    /** In one transaction: an extension whose functions do not answer is not left behind. */
    private void tryFunctions(Connection connection, Map<String, String> settings) throws SQLException {
        ClassArchive.apply(connection, settings);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET client_min_messages = warning");
            statement.execute(CREATE);
        }
        String answer = value(connection,
                "SELECT 'the Java functions answer: provider ' || provider || ', instruction set ' || instruction_set || coalesce(', ' || library, '')"
                        + " || coalesce(' (' || reason || ')', '') FROM float2_java.kernel_info()");
        connection.commit();
        report.accept(answer);
    }

    private void keep(Map<String, String> settings) throws SQLException {
        String database = Identifier.quote(target.database());
        try (Connection connection = target.open()) {
            connection.setAutoCommit(false);
            // Known to the session, they are known to ALTER DATABASE too, although PL/Java's library is not loaded.
            ClassArchive.apply(connection, settings);
            try (Statement statement = connection.createStatement()) {
                for (String name : settings.keySet()) {
                    statement.execute("ALTER DATABASE " + database + " SET " + name + " FROM CURRENT");
                }
            }
            connection.commit();
        }
    }

    private static Map<String, String> presentSettings(Connection connection) throws SQLException {
        Map<String, String> present = new HashMap<>();
        for (String name : PljavaSettings.names().toList()) {
            String value = value(connection, "SELECT current_setting('" + name + "', true)");
            if (value != null) {
                present.put(name, value);
            }
        }
        return present;
    }

    private ServerJava java() {
        return javaHome.map(ServerJava::at).or(() -> ServerJava.find(Files::isReadable))
                .orElseThrow(() -> new UserException("there is no Java " + ServerJava.OLDEST
                        + " or newer that a server could load: name the home of one with --java-home"));
    }

    private ServerFiles files(Connection connection, ServerJava java) throws SQLException, IOException {
        Path shared = Path.of(value(connection, "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"));
        Path libraries = Path.of(value(connection, "SELECT setting FROM pg_config WHERE name = 'PKGLIBDIR'"));
        ServerFiles files = new ServerFiles(InstalledJar.below(shared), libraries.resolve(System.mapLibraryName("float2kernel")),
                shared.resolve("float2").resolve(ServerFiles.POLICY_NAME));
        bringJar(files);
        for (Path file : new Path[] {java.library(), files.jar(), files.kernelLibrary()}) {
            requireReadable(connection, file);
        }
        return files;
    }

    /** Where bin/setup was not there, the one of this tree is put there, if we may. */
    private void bringJar(ServerFiles files) throws IOException {
        Optional<Path> ours = InstalledJar.ofTree();
        if (ours.isEmpty() || (Files.isRegularFile(files.jar()) && Files.mismatch(ours.get(), files.jar()) == -1)) {
            return;
        }
        try {
            Files.createDirectories(files.jar().getParent());
            Path copy = files.jar().resolveSibling(ServerFiles.JAR_NAME + ".tmp");
            Files.copy(ours.get(), copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, files.jar(), StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(files.policy(), InstalledJar.policyFor(files.jar().getParent()));
            report.accept("installed " + files.jar());
        } catch (AccessDeniedException e) {
            if (!Files.isRegularFile(files.jar())) {
                throw new UserException("there is no " + files.jar() + " and " + e.getFile()
                        + " may not be written: run bin/setup, or this command as root", e);
            }
        }
    }

    private static void requireReadable(Connection connection, Path file) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT length(pg_read_binary_file(?, 0, 1))")) {
            statement.setString(1, file.toString());
            statement.execute();
        } catch (SQLException e) {
            throw new UserException("the server cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
