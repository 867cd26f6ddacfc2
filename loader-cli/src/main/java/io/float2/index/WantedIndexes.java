package io.float2.index;

import io.float2.progress.Progress;
import io.float2.sql.AdminSchema;
import io.float2.sql.ServerWords;
import io.float2.sql.Sql;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The indexes that are wanted in a database, kept in a table there, so that those which are missing or were left invalid can be told and
 * built. Written before a build begins.
 */
final class WantedIndexes {

    /** The table, as it stands in a statement. */
    static final String TABLE = "float2_admin.wanted_index";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String READ_ONLY = "25006";

    private static final String[] CREATE = {
        """
        CREATE TABLE IF NOT EXISTS float2_admin.wanted_index (
            schema_name text NOT NULL,
            index_name text NOT NULL,
            table_name text NOT NULL,
            definition text NOT NULL,
            concurrent boolean NOT NULL,
            maintenance_work_mem text,
            wanted_since timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (schema_name, index_name)
        )""",
        "COMMENT ON TABLE float2_admin.wanted_index IS 'indexes that float2 index --repair builds when they are missing or invalid'",
        "COMMENT ON COLUMN float2_admin.wanted_index.schema_name IS 'schema of the index and of its table'",
        "COMMENT ON COLUMN float2_admin.wanted_index.index_name IS 'name of the index'",
        "COMMENT ON COLUMN float2_admin.wanted_index.table_name IS 'name of the table it is on'",
        "COMMENT ON COLUMN float2_admin.wanted_index.definition IS 'what follows the name in CREATE INDEX'",
        "COMMENT ON COLUMN float2_admin.wanted_index.concurrent IS 'build it with CREATE INDEX CONCURRENTLY'",
        "COMMENT ON COLUMN float2_admin.wanted_index.maintenance_work_mem IS 'memory for the build; NULL: as the server has it'",
        "COMMENT ON COLUMN float2_admin.wanted_index.wanted_since IS 'when it was first asked for'",
    };

    private static final String ADD = """
            INSERT INTO float2_admin.wanted_index (schema_name, index_name, table_name, definition, concurrent, maintenance_work_mem)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (schema_name, index_name) DO\s""";

    private static final String KEEP = "NOTHING";

    private static final String CHANGE = """
            UPDATE SET table_name = excluded.table_name, definition = excluded.definition, concurrent = excluded.concurrent,
                       maintenance_work_mem = excluded.maintenance_work_mem""";

    private static final String REMOVE = "DELETE FROM float2_admin.wanted_index WHERE schema_name = ? AND index_name = ?";

    private static final String LIST = """
            SELECT schema_name, index_name, table_name, definition, concurrent, maintenance_work_mem
              FROM float2_admin.wanted_index
             WHERE ?::regclass IS NULL OR to_regclass(format('%I.%I', schema_name, table_name)) = ?::regclass
             ORDER BY wanted_since, schema_name, index_name""";

    private final Connection connection;
    private final boolean kept;

    private WantedIndexes(Connection connection, boolean kept) {
        this.connection = connection;
        this.kept = kept;
    }

    /** The indexes wanted in a database that nothing may be added to; none when there is no table of them. */
    static WantedIndexes read(Connection connection) throws SQLException {
        return new WantedIndexes(connection, AdminSchema.has(connection, TABLE));
    }

    /** The table is made when it is not there. A user who may not is told once, and builds without it. */
    static WantedIndexes open(Connection connection, Progress progress) throws SQLException {
        try {
            AdminSchema.ensure(connection, TABLE, CREATE);
            // Whoever made the table may have kept it for himself.
            Sql.execute(connection, "DELETE FROM " + TABLE + " WHERE false");
            return new WantedIndexes(connection, true);
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) || READ_ONLY.equals(e.getSQLState())) {
                progress.note("what is built is not noted for --repair: " + ServerWords.of(e));
                return new WantedIndexes(connection, false);
            }
            throw e;
        }
    }

    /** Notes an index as wanted; one of the name that is noted already changes. */
    void put(IndexTask task) throws SQLException {
        add(task, CHANGE);
    }

    /** Notes an index as wanted, unless one of the name is. */
    void putIfNew(IndexTask task) throws SQLException {
        add(task, KEEP);
    }

    private void add(IndexTask task, String onConflict) throws SQLException {
        if (!kept) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD + onConflict)) {
            statement.setString(1, task.index().schema());
            statement.setString(2, task.index().name());
            statement.setString(3, task.table().name());
            statement.setString(4, task.definition());
            statement.setBoolean(5, task.concurrently());
            statement.setString(6, task.memory());
            statement.executeUpdate();
        }
    }

    /** Returns whether the index was noted. */
    boolean remove(TableName index) throws SQLException {
        if (!kept) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setString(1, index.schema());
            statement.setString(2, index.name());
            return statement.executeUpdate() > 0;
        }
    }

    /** @param table null: of all tables */
    List<IndexTask> list(TableName table) throws SQLException {
        List<IndexTask> tasks = new ArrayList<>();
        if (!kept) {
            return tasks;
        }
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, table == null ? null : table.quoted());
            statement.setString(2, table == null ? null : table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName index = new TableName(row.getString(1), row.getString(2));
                    tasks.add(new IndexTask(
                            index, index.withName(row.getString(3)), row.getString(4), row.getBoolean(5), row.getString(6), 0));
                }
            }
        }
        return tasks;
    }
}
