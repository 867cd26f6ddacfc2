package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scheduler's functions, called as workers and people at psql do. */
@WithDatabase
class TaskIT {

    /** One at the start, three shards of a group in the middle, one at the end. */
    private static final String STEPS = """
            [{"name": "start", "sql": "SELECT 1"},
             {"name": "shard 1", "java": "x", "group": "shards", "depends_on": ["start"]},
             {"name": "shard 2", "java": "x", "group": "shards", "depends_on": ["start"]},
             {"name": "shard 3", "java": "x", "group": "shards", "depends_on": ["start"]},
             {"name": "end", "shell": ["true"], "depends_on": ["shard 1", "shard 2", "shard 3"]}]
            """;

    private final TestDatabase database;

    TaskIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void install() throws SQLException, IOException {
        TaskSchema.install(database);
        database.execute("SELECT image_library.set_group_limit('shards', 2)", "SELECT image_library.create_task('t', '" + STEPS + "')");
    }

    @Test
    void everyObjectHasAComment() throws SQLException {
        assertThat(database.values("""
                SELECT i.identity FROM (
                  SELECT DISTINCT CASE d.classid WHEN 'pg_rewrite'::regclass THEN 'pg_class'::regclass ELSE d.classid END AS classid, d.objid
                    FROM pg_depend AS d WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'image_library'::regnamespace) AS o,
                  LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
                 WHERE obj_description(o.objid, o.classid::regclass::text) IS NULL AND i.type IN ('table', 'view', 'function', 'composite type')
                UNION ALL
                SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'image_library'::regnamespace AND c.relkind = 'i'
                   AND obj_description(c.oid, 'pg_class') IS NULL AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid)
                """)).isEmpty();
    }

    @Test
    void aTriggerRunsInTheOrderOfItsDependencies() throws SQLException {
        database.execute("SELECT image_library.trigger_task('t', '{\"a\": 1}')");
        begin(1);
        assertThat(claim(1, 9)).containsExactly("start 1");
        assertThat(claim(1, 9)).as("everything else waits").isEmpty();
        finish(1, "start", "succeeded");
        assertThat(claim(1, 9)).as("the group has two slots").containsExactly("shard 1 1", "shard 2 1");
        assertThat(state()).isEqualTo("running");
        finish(1, "shard 2", "succeeded");
        assertThat(claim(1, 9)).containsExactly("shard 3 1");
        finish(1, "shard 1", "succeeded");
        finish(1, "shard 3", "succeeded");
        assertThat(claim(1, 9)).containsExactly("end 1");
        finish(1, "end", "succeeded");
        assertThat(state()).isEqualTo("succeeded");
        assertThat(database.value("SELECT parameters FROM image_library.trigger_record")).isEqualTo("{\"a\": 1}");
        TaskSchema.assertAllSucceededOnce(database);
    }

    @Test
    void aRerunOfAFailedShardRedoesThatOneAlone() throws SQLException {
        runUpTo("shard 2");
        assertThat(state()).as("what depends on the failed one waits").isEqualTo("failed");
        assertThat(states()).containsExactly("start succeeded", "shard 1 succeeded", "shard 2 failed", "shard 3 succeeded", "end waiting");
        assertThat(database.values("SELECT image_library.rerun_trigger(1)")).containsExactly("3");
        assertThat(claim(1, 9)).containsExactly("shard 2 2");
        finish(1, "shard 2", "succeeded");
        assertThat(claim(1, 9)).containsExactly("end 1");
        finish(1, "end", "succeeded");
        assertThat(state()).isEqualTo("succeeded");
        assertThat(database.values("SELECT attempt || ' ' || outcome || coalesce(' ' || error, '') FROM image_library.attempt WHERE instance_id = 3 ORDER BY 1"))
                .as("history stays").containsExactly("1 failed told to", "2 succeeded");
        TaskSchema.assertAllSucceededOnce(database);
    }

    @Test
    void aRerunOfAllStartsAgainAtTheStart() throws SQLException {
        runUpTo("shard 2");
        assertThat(database.values("SELECT image_library.rerun_trigger(1, only_failed => false)")).hasSize(5);
        assertThat(claim(1, 9)).containsExactly("start 2");
        finish(1, "start", "succeeded");
        assertThat(claim(1, 9)).containsExactly("shard 1 2", "shard 2 2");
        assertFails("55006", "instance 2 (shard 1) is running", "SELECT image_library.rerun_trigger(1, only_failed => false)");
    }

    @Test
    void aRerunOfOneInstanceIsAloneOrWithWhatDependsOnIt() throws SQLException {
        runUpTo(null);
        assertThat(database.values("SELECT image_library.rerun_instance(2)")).containsExactly("2");
        assertThat(claim(1, 9)).containsExactly("shard 1 2");
        finish(1, "shard 1", "succeeded");
        assertThat(claim(1, 9)).as("what has succeeded stays so").isEmpty();
        assertThat(database.values("SELECT image_library.rerun_instance(2, downstream => true)")).containsExactly("2", "5");
        assertThat(claim(1, 9)).containsExactly("shard 1 3");
        finish(1, "shard 1", "succeeded");
        assertThat(claim(1, 9)).containsExactly("end 2");
        finish(1, "end", "succeeded");
        assertFails("P0002", "there is no instance 77", "SELECT image_library.rerun_instance(77)");
        TaskSchema.assertHistoryIsRight(database);
    }

    @Test
    void whatHasNotRunYetWaitsForARerunBeforeIt() throws SQLException {
        runUpTo("shard 2");
        database.execute("SELECT image_library.rerun_instance(1)", "SELECT image_library.rerun_instance(3)");
        assertThat(claim(1, 9)).as("the failed shard waits for the start again").containsExactly("start 2");
        finish(1, "start", "succeeded");
        assertThat(claim(1, 9)).containsExactly("shard 2 2");
        finish(1, "shard 2", "succeeded");
        assertThat(claim(1, 9)).containsExactly("end 1");
        TaskSchema.assertHistoryIsRight(database);
    }

    @Test
    void aStopEndsAllThatHasNotEnded() throws SQLException {
        database.execute("SELECT image_library.trigger_task('t')");
        begin(1);
        claim(1, 9);
        finish(1, "start", "succeeded");
        claim(1, 1);
        assertThat(database.value("SELECT image_library.stop_trigger(1)")).isEqualTo("4");
        assertThat(states()).containsExactly("start succeeded", "shard 1 stopping", "shard 2 stopped", "shard 3 stopped", "end stopped");
        assertThat(database.values("SELECT instance_id FROM image_library.heartbeat(1, '{}', '{}', '{}') WHERE stop")).containsExactly("2");
        assertThat(database.value("SELECT cardinality(image_library.add_instances(2, 1, '[{\"name\": \"late\", \"java\": \"x\"}]'))")).isEqualTo("1");
        assertThat(state()).isEqualTo("stopping");
        finish(1, "shard 1", "stopped");
        assertThat(state()).isEqualTo("stopped");
        assertThat(claim(1, 9)).as("what was added meanwhile does not run either").isEmpty();
        assertThat(database.values("SELECT image_library.rerun_trigger(1)")).hasSize(5);
        assertThat(claim(1, 9)).containsExactly("shard 1 2", "shard 2 1", "late 1");
        TaskSchema.assertHistoryIsRight(database);
    }

    @Test
    void oneInstanceIsStoppedAlone() throws SQLException {
        database.execute("SELECT image_library.trigger_task('t')", "SELECT image_library.stop_instance(3)");
        begin(1);
        claim(1, 9);
        finish(1, "start", "succeeded");
        assertThat(claim(1, 9)).containsExactly("shard 1 1", "shard 3 1");
        finish(1, "shard 1", "succeeded");
        finish(1, "shard 3", "succeeded");
        assertThat(state()).isEqualTo("stopped");
        assertFails("55000", "instance 3 (shard 2) has ended already: stopped", "SELECT image_library.stop_instance(3)");
        database.execute("SELECT image_library.rerun_instance(3)");
        assertThat(claim(1, 9)).containsExactly("shard 2 1");
    }

    @Test
    void onlyTheLastAttemptEndsAnInstance() throws SQLException {
        database.execute("SELECT image_library.trigger_task('t')");
        begin(2);
        assertThat(claim(1, 9)).containsExactly("start 1");
        database.execute("UPDATE image_library.worker SET heartbeat_at = heartbeat_at - interval '1 hour' WHERE id = 1");
        assertThat(database.value("SELECT image_library.take_over()")).as("the server has only just been started, maybe").isIn("0", "1");
        database.execute("UPDATE image_library.worker SET heartbeat_timeout = '1 microsecond' WHERE id = 1", "SELECT image_library.take_over()");
        assertThat(claim(2, 9)).containsExactly("start 2");
        assertThat(finish(1, "start", 1, "succeeded")).as("the lost worker's word").isEqualTo("{}");
        assertThat(finish(2, "start", 1, "succeeded")).as("an attempt that is not the last").isEqualTo("{}");
        assertFails("55000", "worker 1 has ended or was found lost", "SELECT image_library.claim(1, 1)");
        assertFails("55000", "worker 1 has ended or was found lost", "SELECT image_library.heartbeat(1, '{}', '{}', '{}')");
        assertFails("55000", "attempt 1 is not what runs instance 1", "SELECT image_library.add_instances(1, 1, '[{\"name\": \"a\", \"java\": \"x\"}]')");
        assertThat(finish(2, "start", 2, "succeeded")).isEqualTo("{1}");
        assertThat(database.values("SELECT outcome || coalesce(': ' || error, '') FROM image_library.attempt WHERE instance_id = 1 ORDER BY attempt"))
                .containsExactly("lost: worker 1 (process 1 on here) was lost", "succeeded");
        TaskSchema.assertHistoryIsRight(database);
    }

    @Test
    void passingFailuresAreTriedAgainUpToTheAttempts() throws SQLException {
        database.execute("SELECT image_library.create_task('flaky', '[{\"name\": \"a\", \"java\": \"x\", \"max_attempts\": 2}]')",
                "SELECT image_library.trigger_task('flaky')");
        begin(1);
        claim(1, 9);
        finish(1, "a", "transient");
        assertThat(claim(1, 9)).as("not at once").isEmpty();
        assertThat(database.value("SELECT not_before > clock_timestamp() FROM image_library.instance")).isEqualTo("t");
        database.execute("UPDATE image_library.instance SET not_before = clock_timestamp()");
        assertThat(claim(1, 9)).containsExactly("a 2");
        finish(1, "a", "interrupted");
        assertThat(claim(1, 9)).as("given back, which is no failure").containsExactly("a 3");
        finish(1, "a", "transient");
        assertThat(states()).containsExactly("a failed");
        database.execute("SELECT image_library.rerun_trigger(1)");
        assertThat(claim(1, 9)).containsExactly("a 4");
        TaskSchema.assertHistoryIsRight(database);
    }

    @Test
    void anInstanceThatLosesItsWorkersFailsInTheEnd() throws SQLException {
        database.execute("SELECT image_library.create_task('deadly', '[{\"name\": \"a\", \"java\": \"x\"}]')", "SELECT image_library.trigger_task('deadly')");
        for (int worker = 1; worker <= 10; worker++) {
            begin(1);
            assertThat(claim(worker, 9)).containsExactly("a " + worker);
            database.execute("UPDATE image_library.worker SET heartbeat_timeout = '1 microsecond' WHERE ended_at IS NULL", "SELECT image_library.take_over()");
        }
        assertThat(states()).containsExactly("a failed");
    }

    @Test
    void aLimitIsChangedWhileInstancesRun() throws SQLException {
        database.execute("SELECT image_library.create_task('many', (SELECT jsonb_agg(jsonb_build_object('name', 's ' || i, 'java', 'x', 'group', 'shards')) "
                + "FROM generate_series(1, 20) AS i))", "SELECT image_library.set_group_limit('shards', 6)", "SELECT image_library.trigger_task('many')");
        begin(2);
        assertThat(claim(1, 4)).hasSize(4);
        assertThat(claim(2, 9)).hasSize(2);
        database.execute("SELECT image_library.set_group_limit('shards', 3)");
        finish(1, "s 1", "succeeded");
        finish(1, "s 2", "succeeded");
        finish(1, "s 3", "succeeded");
        assertThat(claim(2, 9)).as("three run still").isEmpty();
        finish(1, "s 4", "succeeded");
        assertThat(claim(1, 9)).hasSize(1);
        database.execute("SELECT image_library.set_group_limit('shards', NULL)");
        assertThat(claim(1, 4)).hasSize(4);
        database.execute("SELECT image_library.set_group_limit('shards', 8)");
        assertThat(claim(1, 9)).as("seven of eight run").hasSize(1);
        database.execute("SELECT image_library.set_group_limit('shards', 0)");
        finish(1, "s 7", "succeeded");
        assertThat(claim(1, 9)).isEmpty();
        assertThat(database.value("SELECT count(*) FROM image_library.group_slot")).as("slots of what runs").isEqualTo("7");
    }

    @Test
    void instancesAreAddedOnce() throws SQLException {
        database.execute("SELECT image_library.create_task('grows', '[{\"name\": \"a\", \"java\": \"x\"}]')", "SELECT image_library.trigger_task('grows')");
        begin(1);
        claim(1, 9);
        String add = "SELECT image_library.add_instances(1, 1, '[{\"name\": \"b\", \"java\": \"x\", \"depends_on\": [\"a\"]}, "
                + "{\"name\": \"c\", \"java\": \"x\"}, {\"name\": \"d\", \"java\": \"x\", \"depends_on\": [\"b\", \"c\"]}]')";
        String ids = database.value(add);
        assertThat(database.value(add)).isEqualTo(ids);
        assertThat(claim(1, 9)).containsExactly("c 1");
        finish(1, "c", "succeeded");
        finish(1, "a", "succeeded");
        assertThat(claim(1, 9)).containsExactly("b 1");
        finish(1, "b", "succeeded");
        assertThat(claim(1, 9)).containsExactly("d 1");
        assertThat(database.value("SELECT cardinality(image_library.add_instances(4, 1, '[{\"name\": \"e\", \"java\": \"x\", \"depends_on\": [\"a\"]}]'))")).isEqualTo("1");
        assertThat(claim(1, 9)).as("what it depends on has succeeded before").containsExactly("e 1");
        assertFails("42704", "instance \"f\" depends on \"g\", which is not there before it",
                "SELECT image_library.add_instances(4, 1, '[{\"name\": \"f\", \"java\": \"x\", \"depends_on\": [\"g\"]}, {\"name\": \"g\", \"java\": \"x\"}]')");
    }

    /** Claims and ends by many sessions at once: nothing is claimed twice, and no group runs more than its limit. */
    @Test
    void manyClaimAtOnce() throws Exception {
        database.execute("SELECT image_library.set_group_limit('narrow', 3)", "SELECT image_library.set_group_limit('wide', 7)", """
                SELECT image_library.create_task('many', (SELECT jsonb_agg(jsonb_build_object('name', 's ' || i, 'java', 'x',
                    'group', (ARRAY['narrow', 'wide', 'default'])[1 + i % 3], 'depends_on', CASE WHEN i > 300 THEN jsonb_build_array('s ' || i - 300) ELSE '[]' END)
                    ORDER BY i) FROM generate_series(1, 900) AS i))""", "SELECT image_library.trigger_task('many')");
        int sessions = 8;
        begin(sessions);
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        List<Future<Integer>> counts = new ArrayList<>();
        for (int worker = 1; worker <= sessions; worker++) {
            int mine = worker;
            counts.add(threads.submit(() -> claimAndFinishAll(mine)));
        }
        int claimed = 0;
        for (Future<Integer> count : counts) {
            claimed += count.get();
        }
        threads.shutdown();
        assertThat(claimed).isEqualTo(900);
        assertThat(database.value("SELECT count(*) FROM image_library.attempt")).isEqualTo("900");
        TaskSchema.assertAllSucceededOnce(database);
    }

    private int claimAndFinishAll(int worker) throws SQLException {
        int claimed = 0;
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            while (true) {
                // Held for a moment in a transaction of its own, as real work is.
                try (var row = statement.executeQuery("SELECT array_agg((instance_id, attempt, 'succeeded', NULL, NULL)::image_library.attempt_end)::text, count(*) "
                        + "FROM image_library.claim(" + worker + ", 3)")) {
                    row.next();
                    claimed += row.getInt(2);
                    if (row.getInt(2) > 0) {
                        String ends = row.getString(1);
                        statement.execute("SELECT pg_sleep(0.002); SELECT image_library.finish(" + worker + ", '" + ends + "')");
                        continue;
                    }
                }
                try (var row = statement.executeQuery("SELECT state = 'succeeded' FROM image_library.trigger_status WHERE task = 'many'")) {
                    row.next();
                    if (row.getBoolean(1)) {
                        return claimed;
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "22023 | instances are described by a JSON array of at least one object | []",
        "22023 | instance 1 is not a JSON object: 5 | [5]",
        "22023 | instance 1 has no name | [{\"sql\": \"SELECT 1\"}]",
        "22023 | instance \"a\" has nothing to run: sql, java or shell | [{\"name\": \"a\"}]",
        "22023 | instance \"a\" has both sql and java | [{\"name\": \"a\", \"sql\": \"x\", \"java\": \"y\"}]",
        "22023 | shell of instance \"a\" must be an array of a program and its arguments, not \"ls\" | [{\"name\": \"a\", \"shell\": \"ls\"}]",
        "22023 | instance \"a\" has a property that is not known: grp | [{\"name\": \"a\", \"sql\": \"x\", \"grp\": \"y\"}]",
        "P0002 | instance \"a\" is in the group \"g\", which is not there | [{\"name\": \"a\", \"sql\": \"x\", \"group\": \"g\"}]",
        "22023 | max_attempts of instance \"a\" must be a whole number from 1 to 9999, not 0 | [{\"name\": \"a\", \"sql\": \"x\", \"max_attempts\": 0}]",
        "22023 | depends_on of instance \"a\" must be an array of names, not \"b\" | [{\"name\": \"a\", \"sql\": \"x\", \"depends_on\": \"b\"}]",
        "42704 | instance \"a\" depends on \"b\", which is not there before it | [{\"name\": \"a\", \"sql\": \"x\", \"depends_on\": [\"b\"]}, {\"name\": \"b\", \"sql\": \"x\"}]",
        "42710 | there are two instances \"a\" | [{\"name\": \"a\", \"sql\": \"x\"}, {\"name\": \"a\", \"sql\": \"x\"}]",
        "22023 | the parameters of instance \"a\" are not a JSON object: 7 | [{\"name\": \"a\", \"sql\": \"x\", \"parameters\": 7}]"
    })
    void wrongStepsAreNamed(String sqlState, String sentence, String steps) {
        assertFails(sqlState, sentence, "SELECT image_library.create_task('wrong', '" + steps + "')");
    }

    @Test
    void otherMistakesAreNamed() {
        assertFails("42710", "there is a task \"t\" already", "SELECT image_library.create_task('t', '" + STEPS + "')");
        assertFails("P0002", "there is no task \"u\"", "SELECT image_library.trigger_task('u')");
        assertFails("P0002", "there is no trigger record 9", "SELECT image_library.stop_trigger(9)");
        assertFails("22023", "a task needs a name that is not a number: \"12\"", "SELECT image_library.create_task('12', '" + STEPS + "')");
        assertFails("22023", "there is no time zone \"Nowhere\"", "SELECT image_library.set_schedule('t', '* * * * *', 'Nowhere')");
        assertFails("22023", "a cron schedule has five fields", "SELECT image_library.set_schedule('t', '* * *')");
        assertFails("22023", "the limit of group \"shards\" must be from 0 on", "SELECT image_library.set_group_limit('shards', -1)");
    }

    /** At another level a call would see the graph as it was before the others let it go. */
    @Test
    void graphsAreChangedAtReadCommitted() throws SQLException {
        database.execute("SELECT image_library.trigger_task('t')");
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThatThrownBy(() -> statement.execute("SELECT image_library.stop_trigger(1)"))
                    .hasMessageContaining("are changed in transactions of the level read committed only, not repeatable read");
        }
    }

    @Test
    void aTaskIsDeletedWhenItHasEnded() throws SQLException {
        runUpTo(null);
        database.execute("SELECT image_library.trigger_task('t')");
        assertFails("55006", "task \"t\" has a trigger that has not ended: 2", "SELECT image_library.delete_task('t')");
        database.execute("SELECT image_library.stop_trigger(2)", "SELECT image_library.delete_task('t')");
        assertThat(database.value("SELECT (SELECT count(*) FROM image_library.instance) + (SELECT count(*) FROM image_library.history) "
                + "+ (SELECT count(*) FROM image_library.dependency) + (SELECT count(*) FROM image_library.task)")).isEqualTo("0");
    }

    @Test
    void oldTriggersAreForgottenWhenAsked() throws SQLException {
        runUpTo(null);
        database.execute("SELECT image_library.trigger_task('t')");
        assertThat(database.value("SELECT image_library.forget_triggers(clock_timestamp())")).as("the second has not ended").isEqualTo("1");
        assertThat(database.values("SELECT id FROM image_library.trigger_status")).containsExactly("2");
        assertThat(database.value("SELECT count(*) FROM image_library.attempt")).isEqualTo("0");
    }

    @Test
    void aPlainRoleHasNoWayIn() throws SQLException {
        database.execute("DROP ROLE IF EXISTS task_stranger", "CREATE ROLE task_stranger", "GRANT USAGE ON SCHEMA image_library TO task_stranger");
        try {
            for (String call : List.of("create_task('mine', '[{\"name\": \"a\", \"sql\": \"x\"}]')", "trigger_task('t')", "stop_trigger(1)", "claim(1, 1)",
                    "set_group_limit('shards', 1)")) {
                assertFails("42501", "permission denied for function", "SET ROLE task_stranger; SELECT image_library." + call);
            }
            assertFails("42501", "permission denied for table", "SET ROLE task_stranger; SELECT * FROM image_library.instance");
            database.execute("GRANT EXECUTE ON FUNCTION image_library.trigger_task TO task_stranger", "SET ROLE task_stranger; SELECT image_library.trigger_task('t')");
            assertThat(database.value("SELECT count(*) FROM image_library.trigger_record")).as("who may trigger needs no other right").isEqualTo("1");
        } finally {
            database.execute("DROP OWNED BY task_stranger", "DROP ROLE task_stranger");
        }
    }

    /** Triggers the task and runs it by hand; {@code failing} fails, so that the last step does not run. */
    private void runUpTo(String failing) throws SQLException {
        database.execute("SELECT image_library.trigger_task('t')");
        begin(1);
        while (!claim(1, 9).isEmpty()) {
            for (String name : database.values("SELECT name FROM image_library.instance WHERE worker_id = 1 ORDER BY id")) {
                finish(1, name, name.equals(failing) ? "failed" : "succeeded");
            }
        }
    }

    private void begin(int workers) throws SQLException {
        for (int i = 0; i < workers; i++) {
            database.execute("SELECT image_library.begin_worker('here', 1, 9, '1 min')");
        }
    }

    /** Names and attempts of what was claimed. */
    private List<String> claim(int worker, int most) throws SQLException {
        return database.values("SELECT name || ' ' || attempt FROM image_library.claim(" + worker + ", " + most + ")");
    }

    private void finish(int worker, String name, String outcome) throws SQLException {
        int attempt = Integer.parseInt(database.value("SELECT max(attempt) FROM image_library.instance WHERE worker_id = " + worker + " AND name = '" + name + "'"));
        assertThat(finish(worker, name, attempt, outcome)).isNotEqualTo("{}");
    }

    private String finish(int worker, String name, int attempt, String outcome) throws SQLException {
        return database.value("SELECT image_library.finish(" + worker + ", ARRAY(SELECT (id, " + attempt + ", '" + outcome + "', "
                + (outcome.equals("failed") ? "'told to'" : "NULL") + ", NULL)::image_library.attempt_end FROM image_library.instance WHERE name = '"
                + name + "' AND trigger_id = (SELECT max(trigger_id) FROM image_library.instance)))");
    }

    private List<String> states() throws SQLException {
        return database.values("SELECT name || ' ' || state FROM image_library.instance ORDER BY id");
    }

    private String state() throws SQLException {
        return database.value("SELECT state FROM image_library.trigger_status");
    }

    private void assertFails(String sqlState, String sentence, String sql) {
        assertThatThrownBy(() -> database.value(sql)).isInstanceOfSatisfying(SQLException.class,
                failure -> assertThat(failure.getSQLState()).isEqualTo(sqlState)).hasMessageContaining(sentence);
    }
}
