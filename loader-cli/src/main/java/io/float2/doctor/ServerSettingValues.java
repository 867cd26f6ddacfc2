package io.float2.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The settings that matter for vectors, sizes in bytes.
 *
 * @param sharedMemoryType of parallel workers: posix (in /dev/shm), sysv or mmap
 */
record ServerSettingValues(
        long sharedBuffers, long maintenanceWorkMem, int parallelMaintenanceWorkers, String sharedMemoryType) {

    static ServerSettingValues read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT pg_size_bytes(current_setting('shared_buffers')),
                               pg_size_bytes(current_setting('maintenance_work_mem')),
                               current_setting('max_parallel_maintenance_workers')::int,
                               current_setting('dynamic_shared_memory_type')""")) {
            row.next();
            return new ServerSettingValues(row.getLong(1), row.getLong(2), row.getInt(3), row.getString(4));
        }
    }
}
