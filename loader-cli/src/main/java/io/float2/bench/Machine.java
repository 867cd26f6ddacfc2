package io.float2.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a measurement ran on. */
final class Machine {

    private static final String SERVER = """
            SELECT 'PostgreSQL', current_setting('server_version')
             UNION ALL SELECT extname, extversion FROM pg_extension WHERE extname IN ('float2', 'vector')
             UNION ALL SELECT 'instruction_set', (SELECT instruction_set FROM float2_kernel_info())
             UNION ALL SELECT name, current_setting(name) FROM pg_settings
                        WHERE name IN ('shared_buffers', 'maintenance_work_mem', 'max_parallel_maintenance_workers', 'huge_pages')""";

    private Machine() {}

    static Map<String, String> describe(Connection connection) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        values.put("java", Runtime.version().toString());
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(SERVER)) {
            while (row.next()) {
                values.put(row.getString(1), row.getString(2));
            }
        }
        return values;
    }
}
