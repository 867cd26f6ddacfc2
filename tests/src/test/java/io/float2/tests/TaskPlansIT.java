package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims and ends look at few rows, whatever the planner's statistics say: they are of some moment of a run, and things change fast. */
@WithDatabase
class TaskPlansIT {

    private static final int SHARDS = 3000;

    private final TestDatabase database;

    TaskPlansIT(TestDatabase database) {
        this.database = database;
    }

    /** One at the start, the shards, and one at the end. The start has succeeded. */
    @BeforeEach
    void install() throws SQLException, IOException {
        TaskSchema.install(database);
        database.execute("ALTER TABLE image_library.instance SET (autovacuum_enabled = off)", "ALTER TABLE image_library.dependency SET (autovacuum_enabled = off)",
                "ALTER TABLE image_library.attempt SET (autovacuum_enabled = off)", "SELECT image_library.set_group_limit('shards', 8)",
                "SELECT image_library.create_task('wide', '[{\"name\": \"start\", \"java\": \"x\"}]')", "SELECT image_library.trigger_task('wide')",
                "SELECT image_library.begin_worker('here', 1, 9, '1 min')",
                "SELECT image_library.insert_instances(1, (SELECT jsonb_agg(jsonb_build_object('name', 'shard ' || i, 'java', 'x', 'group', 'shards', 'depends_on', "
                        + "'[\"start\"]'::jsonb) ORDER BY i) FROM generate_series(1, " + SHARDS + ") AS i))");
        endAll("SELECT * FROM image_library.claim(1, 9)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image_library.instance", "image_library.instance, image_library.dependency"})
    void claimsAndEndsLookAtFewRows(String analysed) throws SQLException {
        if (!analysed.isEmpty()) {
            // All shards are ready, and every dependency is on the start and satisfied.
            database.execute("ANALYZE " + analysed);
        }
        database.execute("SELECT image_library.insert_instances(1, jsonb_build_array(jsonb_build_object('name', 'end', 'java', 'x', 'depends_on', "
                        + "(SELECT jsonb_agg('shard ' || i) FROM generate_series(1, " + SHARDS + ") AS i))))",
                "UPDATE image_library.instance SET state = 'succeeded' WHERE id BETWEEN 2 AND " + SHARDS * 9 / 10);
        Map<String, Long> rows = endAll("SELECT * FROM image_library.claim(1, 4)");
        assertThat(database.value("SELECT count(*) FROM image_library.attempt WHERE outcome = 'succeeded'")).isEqualTo("5");
        assertThat(database.value("SELECT waiting_for FROM image_library.instance WHERE name = 'end'")).isEqualTo(String.valueOf(SHARDS - 4));
        assertThat(rows).containsKeys("instance", "dependency", "attempt").allSatisfy((table, read) -> assertThat(read).as(table).isLessThan(300));
    }

    /** Ends what was claimed; returns how many rows of each table that took. */
    private Map<String, Long> endAll(String claim) throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT image_library.finish(1, ARRAY(SELECT (instance_id, attempt, 'succeeded', NULL, NULL)::image_library.attempt_end FROM ("
                    + claim + ") AS c))");
            Map<String, Long> rows = new TreeMap<>();
            try (ResultSet row = statement.executeQuery("SELECT relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) "
                    + "FROM pg_stat_xact_user_tables WHERE schemaname = 'image_library'")) {
                while (row.next()) {
                    rows.put(row.getString(1), row.getLong(2));
                }
            }
            connection.commit();
            return rows;
        }
    }
}
