package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long the history of tasks is kept, and what is deleted then. */
@WithDatabase
@Timeout(60)
class TaskRetentionIT {

    /** The first fails when it is to divide by 0, and the second waits then. */
    private static final String STEPS = """
            [{"name": "first", "sql": "SELECT 1 / (current_setting(''image_library.parameters'')::jsonb ->> ''by'')::integer"},
             {"name": "second", "sql": "SELECT 1", "depends_on": ["first"]}]
            """;

    private final TestDatabase database;

    TaskRetentionIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void install() throws SQLException, IOException {
        TaskSchema.install(database);
        for (String task : List.of("short", "usual", "always")) {
            database.execute("SELECT image_library.create_task('" + task + "', '" + STEPS + "', parameters => '{\"by\": 1}')");
        }
    }

    @Test
    void nothingIsDeletedUnlessItWasSaid() throws SQLException {
        triggerOfAge("usual", 20_000);
        assertThat(upkeep()).containsExactly("0 0");
        assertThat(triggers()).containsExactly("usual 20000");
        assertThat(database.values("SELECT triggers FROM image_library.do_upkeep(1000)")).as("once in an hour").isEmpty();
        assertThat(database.value("SELECT next_at > clock_timestamp() + interval '50 min' FROM image_library.upkeep")).isEqualTo("t");
    }

    @Test
    void everyTaskIsKeptForItsOwnTime() throws SQLException {
        for (String task : List.of("short", "usual", "always")) {
            for (int age : new int[] {200, 20, 1}) {
                triggerOfAge(task, age);
            }
        }
        database.execute("SELECT image_library.rerun_trigger(5, only_failed => false)");
        work();
        age(5, 20);
        database.execute("SELECT image_library.set_keep(NULL, '100 days')", "SELECT image_library.set_keep('short', '10 days')",
                "SELECT image_library.set_keep('always', NULL)");
        assertThat(upkeep()).containsExactly("2 0");
        assertThat(upkeep()).containsExactly("1 0");
        assertThat(upkeep()).containsExactly("0 0");
        assertThat(triggers()).containsExactly("short 1", "usual 20", "usual 1", "always 200", "always 20", "always 1");
        assertThat(database.value("SELECT (SELECT count(*) FROM image_library.instance) || ' ' || (SELECT count(*) FROM image_library.attempt) || ' ' "
                + "|| (SELECT count(*) FROM image_library.dependency)")).as("two steps, two attempts where it was rerun").isEqualTo("12 14 6");
        database.execute("SELECT image_library.reset_keep('always')");
        assertThat(upkeep()).containsExactly("1 0");
        TaskSchema.assertHistoryIsRight(database);
    }

    @Test
    void whatHasNotEndedOrEndedLatelyStays() throws SQLException {
        database.execute("SELECT image_library.trigger_task('short', '{\"by\": 0}')", "SELECT image_library.trigger_task('short')");
        work();
        database.execute("SELECT image_library.trigger_task('short')", "SELECT image_library.trigger_task('short')",
                "SELECT image_library.begin_worker('here', 1, 9, '1 min')",
                "SELECT image_library.claim((SELECT max(id) FROM image_library.worker), 1)");
        for (int trigger = 1; trigger <= 4; trigger++) {
            age(trigger, 100);
        }
        database.execute("UPDATE image_library.attempt SET ended_at = clock_timestamp() - interval '9 days' WHERE instance_id = 4");
        assertThat(database.values("SELECT state FROM image_library.trigger_status ORDER BY id")).containsExactly("failed", "succeeded", "running", "ready");
        database.execute("SELECT image_library.set_keep('short', '10 days')");
        assertThat(upkeep()).as("a failed one has ended, though the second waits").containsExactly("1 0");
        assertThat(database.values("SELECT id FROM image_library.trigger_record ORDER BY id")).containsExactly("2", "3", "4");
        database.execute("SELECT image_library.rerun_instance(3)", "UPDATE image_library.instance SET state = 'succeeded' WHERE id = 3");
        ageAttempts(2, 100);
        assertThat(upkeep()).as("it was rerun just now").containsExactly("0 0");
    }

    @Test
    void aTransactionDeletesSomeAtATime() throws SQLException {
        for (int i = 0; i < 5; i++) {
            triggerOfAge("short", 20 - i);
        }
        database.execute("SELECT image_library.set_keep('short', '10 days')");
        assertThat(database.values("SELECT triggers FROM image_library.do_upkeep(4)")).as("two instances each").containsExactly("2");
        assertThat(triggers()).containsExactly("short 18", "short 17", "short 16");
        assertThat(database.value("SELECT image_library.forget_triggers(clock_timestamp(), 'short', 1)")).isEqualTo("1");
        assertThat(database.value("SELECT image_library.forget_triggers(clock_timestamp())")).isEqualTo("2");
    }

    /** Either the rerun comes first, and it stays; or it is gone, and the rerun says so. */
    @Test
    void aRerunAndADeletionKeepOutOfEachOthersWay() throws Exception {
        triggerOfAge("short", 20);
        triggerOfAge("short", 20);
        assertThat(whileOpen("SELECT image_library.rerun_trigger(1, only_failed => false)", "SELECT image_library.forget_triggers(clock_timestamp())"))
                .isEqualTo("1");
        assertThat(triggers()).hasSize(1);
        work();
        assertThat(whileOpen("SELECT image_library.forget_triggers(clock_timestamp())", "SELECT image_library.rerun_trigger(1)"))
                .contains("there is no trigger record 1");
        triggerOfAge("short", 20);
        assertThat(whileOpen("SELECT image_library.rerun_trigger(3, only_failed => false)", "SELECT image_library.delete_task('short')"))
                .contains("task \"short\" has a trigger that has not ended: 3");
    }

    @Test
    void workersOfWhichNothingIsLeftAreDeleted() throws SQLException {
        triggerOfAge("usual", 40);
        database.execute("UPDATE image_library.worker SET host = 'has run', ended_at = clock_timestamp() - interval '40 days'",
                "INSERT INTO image_library.worker (host, process, slots, heartbeat_timeout, ended_at) "
                + "SELECT host, 1, 1, '1 min', clock_timestamp() - interval '1 day' * days FROM (VALUES ('idle', 29), ('idle', 31), ('idle', 33), ('alive', NULL)) AS w (host, days)");
        assertThat(upkeep()).containsExactly("0 2");
        assertThat(database.values("SELECT host FROM image_library.worker ORDER BY id")).containsExactly("has run", "idle", "alive");
        database.execute("SELECT image_library.set_keep('usual', '10 days')");
        assertThat(upkeep()).as("with its last attempt").containsExactly("1 1");
    }

    @Test
    void workersDoIt() throws SQLException {
        triggerOfAge("short", 20);
        triggerOfAge("short", 1);
        assertThat(database.cli("task", "keep", "short", "--days", "10").out()).containsPattern("short +10 days").containsPattern("usual +as all")
                .containsPattern("\\(all\\) +for ever");
        assertThat(database.cli("worker", "--until-idle").err()).contains("1 old trigger records and 0 old workers are deleted");
        assertThat(triggers()).containsExactly("short 1");
        database.execute("ALTER FUNCTION image_library.do_upkeep RENAME TO other", "SELECT image_library.trigger_task('short')");
        Cli.Result older = database.cli("worker", "--until-idle");
        assertThat(older.err()).as("a library of an older version").contains("this worker deletes no old history: function image_library.do_upkeep");
        assertThat(older.out()).startsWith("2 instances succeeded, 0 failed");
    }

    @Test
    void theCommandSaysWhatIsKeptAndForgets() throws SQLException {
        assertThat(database.cli("task", "create", "new", "--sql", "SELECT 1", "--keep", "7").exitCode()).isZero();
        assertThat(database.cli("task", "keep", "--days", "365").out()).containsPattern("\\(all\\) +365 days").containsPattern("new +7 days");
        assertThat(database.cli("task", "keep", "new", "--for-ever").out()).containsPattern("new +for ever");
        assertThat(database.cli("task", "keep", "new", "--as-all", "--json").out()).isEqualTo("[{\"task\":null,\"days\":365,\"own\":false},"
                + "{\"task\":\"always\",\"days\":365,\"own\":false},{\"task\":\"new\",\"days\":365,\"own\":false},"
                + "{\"task\":\"short\",\"days\":365,\"own\":false},{\"task\":\"usual\",\"days\":365,\"own\":false}]\n");
        assertThat(database.values("SELECT detail FROM image_library.history WHERE action = 'kept' ORDER BY id")).containsExactly("7 days", "for ever", "as all tasks");
        triggerOfAge("short", 20);
        triggerOfAge("usual", 20);
        assertThat(database.cli("task", "forget", "--older-than", "10", "--dry-run").out()).isEqualTo("2 trigger records would be deleted\n");
        assertThat(database.cli("task", "forget", "--older-than", "30").out()).isEqualTo("0 trigger records and 0 workers are deleted\n");
        assertThat(database.cli("task", "forget", "short", "--older-than", "10").out()).isEqualTo("1 trigger records and 0 workers are deleted\n");
        assertThat(triggers()).containsExactly("usual 20");
        assertThat(database.cli("task", "forget", "--older-than", "0", "--json").out()).isEqualTo("{\"dry_run\":false,\"triggers\":1,\"workers\":2}\n");
    }

    @Test
    void wrongUsageIsNamed() {
        assertFails(2, "--keep 0: it must be at least 1", "create", "x", "--sql", "SELECT 1", "--keep", "0");
        assertFails(2, "give one of --days, --for-ever and --as-all, or nothing to list what is kept", "keep", "short");
        assertFails(2, "give one of --days, --for-ever and --as-all, or nothing to list what is kept", "keep", "short", "--days", "1", "--for-ever");
        assertFails(2, "--as-all is for a task", "keep", "--as-all");
        assertFails(2, "--days 0: it must be at least 1", "keep", "--days", "0");
        assertFails(1, "there is no task \"x\" (SQLSTATE P0002)", "keep", "x", "--days", "1");
        assertFails(2, "--older-than -1: it must be at least 0", "forget", "--older-than", "-1");
        assertFails(1, "there is no task \"x\" (SQLSTATE P0002)", "forget", "x", "--older-than", "1");
        assertFails(1, "there is no task \"x\" (SQLSTATE P0002)", "forget", "x", "--older-than", "1", "--dry-run");
    }

    /** Runs the second statement, which has to wait, while the transaction of the first is open; returns its value, or what it failed for. */
    private String whileOpen(String first, String second) throws Exception {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(first);
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return database.value(second);
                } catch (SQLException e) {
                    return e.getMessage();
                }
            });
            while (database.value("SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database "
                    + "WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted").equals("0")) {
                assertThat(answer).as("it has to wait").isNotDone();
                Thread.sleep(10);
            }
            connection.commit();
            return answer.get(30, TimeUnit.SECONDS);
        }
    }

    private void triggerOfAge(String task, int days) throws SQLException {
        database.execute("SELECT image_library.trigger_task('" + task + "')");
        work();
        age(Integer.parseInt(database.value("SELECT max(id) FROM image_library.trigger_record")), days);
    }

    private void work() {
        assertThat(database.cli("worker", "--until-idle").exitCode()).isZero();
    }

    /** Moves all that is known of a trigger record to so many days ago. */
    private void age(int trigger, int days) throws SQLException {
        database.execute("UPDATE image_library.trigger_record SET triggered_at = clock_timestamp() - interval '" + days + " days' WHERE id = " + trigger,
                "UPDATE image_library.history SET at = clock_timestamp() - interval '" + days + " days' WHERE trigger_id = " + trigger);
        ageAttempts(trigger, days);
    }

    /** One after the other, as they were. */
    private void ageAttempts(int trigger, int days) throws SQLException {
        String at = "now() - interval '" + days + " days' + interval '1 ms' * (1000 * attempt + instance_id)";
        database.execute("UPDATE image_library.attempt SET started_at = " + at + ", ended_at = " + at + " WHERE ended_at IS NOT NULL "
                + "AND instance_id IN (SELECT id FROM image_library.instance WHERE trigger_id = " + trigger + ")");
    }

    /** What one transaction has deleted: trigger records and workers. */
    private List<String> upkeep() throws SQLException {
        database.execute("UPDATE image_library.upkeep SET next_at = clock_timestamp()");
        return database.values("SELECT triggers || ' ' || workers FROM image_library.do_upkeep(1000)");
    }

    /** Tasks and ages in days. */
    private List<String> triggers() throws SQLException {
        return database.values("SELECT t.name || ' ' || extract(day FROM clock_timestamp() - r.triggered_at) FROM image_library.trigger_record AS r "
                + "JOIN image_library.task AS t ON t.id = r.task_id ORDER BY t.id, r.id");
    }

    private void assertFails(int exitCode, String sentence, String... args) {
        String[] command = java.util.stream.Stream.concat(java.util.stream.Stream.of("task"), java.util.stream.Stream.of(args)).toArray(String[]::new);
        Cli.Result result = database.cli(command);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains("float2: " + sentence);
    }
}
