package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code float2 task}, {@code float2 worker} and {@code float2 bench tasks}, as people use them. */
@WithDatabase
class TaskCommandIT {

    private final TestDatabase database;

    @TempDir
    Path directory;

    TaskCommandIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void install() throws SQLException, IOException {
        TaskSchema.install(database);
    }

    /** 38 shards of which some fail at first, as in docs/tasks.md. */
    @Test
    void aTaskIsMadeTriggeredWatchedAndRerun() throws IOException {
        assertThat(task("list").out()).isEqualTo("there are no tasks; `float2 task create` makes one\n");
        assertThat(task("group", "shards", "--limit", "4").out()).containsPattern("shards +4 +0 +0");
        assertThat(task("create", "import", "--java", "simulate.prepare", "--type", "simulation", "--parameters",
                "{\"instances\": 38, \"group\": \"shards\", \"fail_every\": 19}").out())
                .isEqualTo("task import is made; `float2 task trigger import` triggers it\n");
        assertThat(task("trigger", "import").out()).isEqualTo("trigger 1 of import\n");
        Cli.Result worked = database.cli("worker", "--until-idle", "--slots", "8");
        assertThat(worked.out()).as(worked.err()).isEqualTo("37 instances succeeded, 2 failed, 0 were stopped, 0 given back, 0 lost\n");
        assertThat(worked.err()).contains("attempt 1: failed: told to fail");

        Path svg = directory.resolve("graph.svg");
        Cli.Result shown = task("show", "1", "--svg", svg.toString());
        assertThat(shown.out()).contains(": failed, 37 of 40 instances succeeded\n").contains("✗ shard 1..38  2 failed, 36 succeeded")
                .contains("shard 19 (instance 20): told to fail").contains("○ finish     waiting");
        assertThat(svg).content().contains("<svg").contains("shard 1..38: 2 failed, 36 succeeded");
        assertThat(task("show", "1", "--state", "failed").out().lines().filter(line -> line.contains("told to fail"))).hasSize(2);
        assertThat(task("show", "1", "--instances").out().lines()).hasSize(40 + 5);
        assertThat(task("show", "1", "--json").out()).startsWith("{\"trigger\":{\"id\":1,\"task\":\"import\"").contains("\"dependsOn\":[1]")
                .contains("\"parameters\":{\"group\":\"shards\"");

        assertThat(task("rerun", "1", "--dry-run").out()).isEqualTo("2 instances would run again: 20, 39\n");
        assertThat(task("rerun", "1", "--json").out()).isEqualTo("{\"dry_run\":false,\"instances\":[20,39]}\n");
        assertThat(database.cli("worker", "--until-idle").out()).startsWith("3 instances succeeded, 0 failed");
        assertThat(task("list").out()).containsPattern("import +simulation +once +active +1 +1 +succeeded");
        assertThat(task("list", "import").out()).containsPattern("1 +import .* succeeded +40 +40 +0 +0 +0");
        assertThat(task("history", "--instance", "20").out()).containsPattern("shard 19 +2 +succeeded").containsPattern("shard 19 +1 +failed");
        assertThat(task("history", "import").out()).contains("2 failed or stopped instances");
        assertThat(task("history", "import", "--json").out()).contains("{\"history\":[{\"at\":").contains("\"action\":\"rerun\"").contains("\"outcome\":\"failed\"");
        assertThat(task("delete", "import").out()).isEqualTo("task import is deleted\n");
        assertThat(task("list", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void stepsComeFromAFileAndOutputIsKept() throws IOException {
        Path steps = directory.resolve("steps.json");
        Files.writeString(steps, "[{\"name\": \"say\", \"shell\": [\"echo\", \"hello\"]}, {\"name\": \"count\", \"sql\": \"SELECT 7\", \"depends_on\": [\"say\"]}]");
        assertThat(task("create", "two", "--steps", steps.toString()).exitCode()).isZero();
        assertThat(task("trigger", "two").exitCode()).isZero();
        assertThat(database.cli("worker", "--until-idle", "--json").out()).isEqualTo("{\"succeeded\":2,\"failed\":0,\"stopped\":0,\"interrupted\":0,\"lost\":0}\n");
        assertThat(task("history", "--instance", "1").out()).endsWith("attempt 1 printed:\nhello\n");
        Files.writeString(steps, "[{\"name\": \"say\"}]");
        assertFails(1, "instance \"say\" has nothing to run: sql, java or shell (SQLSTATE 22023)", "create", "three", "--steps", steps.toString());
        Files.writeString(steps, "[{");
        assertFails(1, "invalid input syntax for type json", "create", "three", "--steps", steps.toString());
    }

    @Test
    void schedulesAreMadeAndChanged() throws SQLException {
        task("create", "nightly", "--sql", "SELECT 1", "--cron", "30 2 * * *", "--time-zone", "Europe/Berlin");
        assertThat(task("list").out()).containsPattern("nightly +task +30 2 \\* \\* \\* Europe/Berlin +active +0");
        assertThat(task("pause", "nightly").out()).isEqualTo("task nightly is paused\n");
        assertThat(task("resume", "nightly").out()).isEqualTo("task nightly is active\n");
        assertThat(task("schedule", "nightly", "--at", "2031-05-01T02:30", "--time-zone", "Europe/Berlin").out())
                .isEqualTo("task nightly is triggered at 2031-05-01T00:30:00Z\n");
        assertThat(database.value("SELECT next_due AT TIME ZONE 'UTC' FROM image_library.task")).isEqualTo("2031-05-01 00:30:00");
        assertThat(task("schedule", "nightly", "--by-hand").out()).isEqualTo("task nightly is triggered by hand\n");
        assertThat(database.values("SELECT action FROM image_library.history ORDER BY id"))
                .containsExactly("created", "paused", "resumed", "scheduled", "scheduled");
        assertFails(1, "\"99 * * * *\" is not a cron schedule", "schedule", "nightly", "--cron", "99 * * * *");
        assertFails(1, "--at tomorrow: write the time as 2026-05-01T02:30", "schedule", "nightly", "--at", "tomorrow");
        assertFails(2, "give one of --cron, --at and --by-hand", "schedule", "nightly");
    }

    @Test
    void aTriggerIsWaitedFor() throws Exception {
        task("create", "fails", "--sql", "SELECT 1 / 0");
        Path log = directory.resolve("worker.log");
        try (WorkerProcess worker = WorkerProcess.start(database, log)) {
            Cli.Result waited = task("trigger", "fails", "--wait");
            assertThat(waited.exitCode()).isEqualTo(1);
            assertThat(waited.out()).isEqualTo("trigger 1 of fails: failed, 0 of 1 instances succeeded\n");
        }
    }

    @Test
    void theSchedulerIsMeasured() throws SQLException {
        Path plot = directory.resolve("rate.svg");
        Cli.Result measured = database.cli("bench", "tasks", "--instances", "200", "--workers", "1,3,3", "--group-limit", "5", "--fail-every", "50",
                "--plot", plot.toString());
        assertThat(measured.exitCode()).as(measured.err()).isZero();
        assertThat(measured.out()).containsPattern("(?m)^ *1 .* 4 +4 +4 +").containsPattern("(?m)^ *3 .* [45] +4 +4 +");
        assertThat(plot).content().contains("<svg");
        assertThat(database.value("SELECT (SELECT count(*) FROM image_library.task) + (SELECT count(*) FROM image_library.instance)"))
                .as("nothing is left behind").isEqualTo("0");
        assertThat(database.values("SELECT name FROM image_library.task_group")).containsExactly("default");
        assertThat(database.cli("bench", "tasks", "--instances", "0").err()).contains("--instances 0: it must be at least 1");
    }

    @Test
    void wrongUsageIsNamed() {
        assertFails(2, "give one of --sql, --java, --shell and --steps", "create", "x");
        assertFails(2, "give one of --sql, --java, --shell and --steps", "create", "x", "--sql", "a", "--java", "b");
        assertFails(2, "give the number of a trigger record, or --instance", "stop");
        assertFails(2, "give the number of a trigger record, or --instance", "rerun", "1", "--instance", "2");
        assertFails(2, "--all is for a trigger record", "rerun", "--instance", "2", "--all");
        assertFails(2, "--downstream is for an --instance", "rerun", "2", "--downstream");
        assertFails(2, "give a group with --limit or --no-limit", "group", "g");
        assertFails(2, "--most 0: it must be at least 1", "list", "--most", "0");
        assertFails(2, "--most 0: it must be at least 1", "history", "--most", "0");
        assertFails(1, "there is no trigger record 5", "show", "5");
        assertFails(1, "there is no trigger record 5 (SQLSTATE P0002)", "rerun", "5");
        assertFails(1, "there is no task \"x\" (SQLSTATE P0002)", "trigger", "x");
        assertFails(1, "there is no task \"x\" (SQLSTATE P0002)", "list", "x");
        assertFails(1, "the parameters are not a JSON object: 5", "trigger", "x", "--parameters", "5");
        assertThat(database.cli("worker", "--slots", "0").err()).contains("--slots 0: a worker has at least one");
        assertThat(database.cli("worker", "--heartbeat", "20").err()).contains("--heartbeat-timeout 30.0: it must be at least three times --heartbeat, 20.0");
    }

    private Cli.Result task(String... args) {
        List<String> command = new ArrayList<>(List.of("task"));
        command.addAll(List.of(args));
        return database.cli(command.toArray(String[]::new));
    }

    private void assertFails(int exitCode, String sentence, String... args) {
        Cli.Result result = task(args);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.err()).contains("float2: " + sentence);
    }
}
