package io.float2.doctor;

import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What the server tells about itself. */
final class ServerChecks {

    private static final int OLDEST_SERVER = 140000;

    private final Connection connection;
    private final boolean local;

    /** @param local whether the server runs on this machine, whose memory and processors can be seen */
    ServerChecks(Connection connection, boolean local) {
        this.connection = connection;
        this.local = local;
    }

    void addTo(List<Finding> findings) throws SQLException {
        findings.add(version());
        InstalledExtension float2 = extension("float2");
        findings.add(float2Extension(float2));
        if (float2.installed() != null) {
            findings.add(serverKernel());
        }
        findings.add(PgvectorFaults.check(extension("vector")));
        findings.add(AnnIndex.check(connection));
        findings.add(JavaFunctionsCheck.of(connection, extension("pljava"), extension("float2_java")));
        SettingChecks settings = new SettingChecks(ServerSettingValues.read(connection), local);
        findings.add(settings.sharedBuffers());
        findings.add(settings.maintenanceWorkMem());
        findings.add(settings.parallelMaintenanceWorkers());
        findings.add(settings.sharedMemory());
    }

    private Finding version() throws SQLException {
        String version = Sql.text(connection, "SHOW server_version");
        return Integer.parseInt(Sql.text(connection, "SHOW server_version_num")) >= OLDEST_SERVER
                ? Finding.ok("server version", version)
                : Finding.fail("server version", version + " is too old", "use PostgreSQL 14 or newer");
    }

    private static Finding float2Extension(InstalledExtension extension) {
        if (extension.installed() == null) {
            return extension.available() == null
                    ? Finding.fail("extension float2", "not installed, and the server has none to offer",
                            "run bin/setup on the server's machine, then CREATE EXTENSION float2 CASCADE in the database")
                    : Finding.fail("extension float2", "not in this database (" + extension.available() + " is available)",
                            "run CREATE EXTENSION float2 CASCADE in the database");
        }
        if (extension.available() != null && !extension.available().equals(extension.installed())) {
            return Finding.warn("extension float2", extension.installed() + ", but " + extension.available() + " is available",
                    "run ALTER EXTENSION float2 UPDATE in the database");
        }
        return Finding.ok("extension float2", extension.installed());
    }

    private Finding serverKernel() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT instruction_set, array_to_string(available, ', '), cap FROM float2_kernel_info()")) {
            row.next();
            String cap = row.getString(3);
            String text = "instruction set " + row.getString(1) + " of " + row.getString(2);
            return cap.equals("auto")
                    ? Finding.ok("server's kernel", text)
                    : Finding.warn("server's kernel", text + ", capped at " + cap,
                            "start the server without FLOAT2_KERNEL_CAP and float2.kernel settings, unless the cap is meant");
        }
    }

    private InstalledExtension extension(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT extversion FROM pg_extension WHERE extname = '" + name + "'),"
                        + " (SELECT default_version FROM pg_available_extensions WHERE name = '" + name + "')")) {
            row.next();
            return new InstalledExtension(row.getString(1), row.getString(2));
        }
    }
}
