package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;

/** The scheduler in a test's database, and what is always true of its history. */
final class TaskSchema {

    private TaskSchema() {}

    /** Makes the scheduler alone, anew. */
    static void install(TestDatabase database) throws SQLException, IOException {
        Path scripts = SampleData.home().resolve("sql/image_library");
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            statement.execute("SET client_min_messages = warning");
            statement.execute("DROP SCHEMA IF EXISTS image_library CASCADE");
            for (String script : List.of("V1__tasks.sql", "V7__retention.sql", "V9__claims.sql")) {
                statement.unwrap(BaseStatement.class).executeWithFlags(Files.readString(scripts.resolve(script)), QueryExecutor.QUERY_EXECUTE_AS_SIMPLE);
            }
        }
    }

    /** Looks whether every instance has run as it had to: each query returns the faults. */
    static void assertHistoryIsRight(TestDatabase database) throws SQLException {
        assertNone(database, "attempts are numbered without gaps, and the last is the instance's", """
                SELECT i.id FROM image_library.instance AS i LEFT JOIN image_library.attempt AS a ON a.instance_id = i.id
                 GROUP BY i.id, i.attempt HAVING count(a.*) <> i.attempt OR coalesce(max(a.attempt), 0) <> i.attempt
                """);
        assertNone(database, "an attempt begins after the one before has ended", """
                SELECT a.instance_id || ', attempt ' || a.attempt FROM image_library.attempt AS a
                  JOIN image_library.attempt AS b ON b.instance_id = a.instance_id AND b.attempt = a.attempt - 1
                 WHERE b.ended_at IS NULL OR a.started_at < b.ended_at
                """);
        assertNone(database, "nothing begins before what it depends on has succeeded", """
                SELECT d.instance_id FROM image_library.dependency AS d JOIN image_library.attempt AS a ON a.instance_id = d.instance_id
                 WHERE NOT EXISTS (SELECT FROM image_library.attempt AS b
                                    WHERE b.instance_id = d.depends_on AND b.outcome = 'succeeded' AND b.ended_at <= a.started_at)
                """);
        assertNone(database, "no group runs more than its limit", """
                WITH moments AS (
                    SELECT i.group_name, a.started_at AS at, 1 AS change FROM image_library.attempt AS a JOIN image_library.instance AS i ON i.id = a.instance_id
                    UNION ALL
                    SELECT i.group_name, a.ended_at, -1 FROM image_library.attempt AS a JOIN image_library.instance AS i ON i.id = a.instance_id
                     WHERE a.ended_at IS NOT NULL
                ), counts AS (
                    SELECT group_name, sum(change) OVER (PARTITION BY group_name ORDER BY at, change) AS running FROM moments
                )
                SELECT g.name || ': ' || max(running) FROM counts JOIN image_library.task_group AS g ON g.name = counts.group_name
                 GROUP BY g.name, g.max_running HAVING max(running) > g.max_running
                """);
        assertNone(database, "a slot is taken by what runs, and by nothing else", """
                SELECT i.id FROM image_library.instance AS i JOIN image_library.task_group AS g ON g.name = i.group_name
                  LEFT JOIN image_library.group_slot AS s ON s.instance_id = i.id
                 WHERE (s.instance_id IS NOT NULL) <> (i.worker_id IS NOT NULL AND g.max_running IS NOT NULL)
                """);
        assertNone(database, "what an instance waits for is counted right", """
                SELECT i.id FROM image_library.instance AS i
                 WHERE i.waiting_for <> (SELECT count(*) FROM image_library.dependency AS d WHERE d.instance_id = i.id AND NOT d.satisfied)
                """);
    }

    /** As above, and every instance has succeeded, in its last attempt and in no other. */
    static void assertAllSucceededOnce(TestDatabase database) throws SQLException {
        assertHistoryIsRight(database);
        assertNone(database, "every instance has succeeded once", """
                SELECT i.id || ' ' || i.state FROM image_library.instance AS i LEFT JOIN image_library.attempt AS a ON a.instance_id = i.id
                 GROUP BY i.id HAVING i.state <> 'succeeded' OR count(*) FILTER (WHERE a.outcome = 'succeeded') <> 1
                    OR max(a.attempt) FILTER (WHERE a.outcome = 'succeeded') <> i.attempt
                """);
    }

    private static void assertNone(TestDatabase database, String rule, String faults) throws SQLException {
        assertThat(database.values(faults)).as(rule).isEmpty();
    }
}
