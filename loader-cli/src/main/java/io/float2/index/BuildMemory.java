package io.float2.index;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The memory that a session gives the build of an index.
 *
 * @param maintenanceBytes maintenance_work_mem
 * @param workers that may help
 * @param sharedFreeBytes free in /dev/shm, where workers share a graph; -1 when it lies elsewhere or on another machine
 */
record BuildMemory(long maintenanceBytes, int workers, long sharedFreeBytes) {

    private static final Path SHARED = Path.of("/dev/shm");

    private static final String ASK = """
            SELECT (SELECT setting::int8 * 1024 FROM pg_settings WHERE name = 'maintenance_work_mem'),
                   current_setting('max_parallel_maintenance_workers')::int,
                   current_setting('dynamic_shared_memory_type') = 'posix'
                   AND coalesce(inet_server_addr() = inet_client_addr(), true)""";

    /** @param memory as {@link BuildOptions} has it */
    static BuildMemory set(Connection connection, String memory) throws SQLException {
        if (memory != null) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('maintenance_work_mem', ?, false)")) {
                statement.setString(1, memory);
                statement.execute();
            } catch (SQLException e) {
                if ("22023".equals(e.getSQLState())) {
                    throw new UserException("the memory \"" + memory + "\" is no amount that maintenance_work_mem takes, such as 512MB "
                            + "or 2GB", e);
                }
                throw e;
            }
        }
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(ASK)) {
            row.next();
            return new BuildMemory(row.getLong(1), row.getInt(2), row.getBoolean(3) ? free() : -1);
        }
    }

    private static long free() {
        try {
            return Files.exists(SHARED) ? Files.getFileStore(SHARED).getUsableSpace() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** What may go wrong with a graph of this size, or null. */
    String warning(long rows, long graphBytes) {
        if (graphBytes > maintenanceBytes) {
            return "the graph of " + rows + " rows takes about " + megabytes(graphBytes) + ", more than maintenance_work_mem with "
                    + megabytes(maintenanceBytes) + ": the build slows down once that is full; --memory gives it more";
        }
        return null;
    }

    /** What may go wrong with the search for so many lists, or null. */
    String listWarning(long bytes) {
        return bytes > maintenanceBytes ? "the lists take about " + megabytes(bytes) + " to be found, more than maintenance_work_mem with "
                + megabytes(maintenanceBytes) + ": the server will refuse; --memory gives it more" : null;
    }

    /** Workers keep the graph in shared memory, as much as maintenance_work_mem at once, full or not. Null when that will do. */
    String sharedWarning() {
        return workers > 0 && sharedFreeBytes >= 0 && sharedFreeBytes < maintenanceBytes
                ? "a parallel build takes " + megabytes(maintenanceBytes) + " of shared memory, but /dev/shm has " + megabytes(sharedFreeBytes)
                        + " free: lower --memory, or give the container more (docker run --shm-size)"
                : null;
    }

    /** In the units of the server's settings. */
    static String megabytes(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MB";
    }
}
