package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.task.AwaitTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code float2 task trigger --wait} while the server goes away. */
@Timeout(180)
class TaskWaitIT {

    @TempDir
    Path directory;

    @Test
    void aServerThatRestartsIsWaitedFor() throws Exception {
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        try (CrashServer server = CrashServer.create()) {
            TestDatabase database = server.database();
            TaskSchema.install(database);
            database.cli("task", "create", "slow", "--java", "simulate.prepare", "--parameters", "{\"instances\": 12, \"millis\": 500}");
            Process trigger = CommandProcess.builder(Map.of(), "task", "trigger", "slow", "--wait", "--dsn", database.url())
                    .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            try (WorkerProcess worker = WorkerProcess.start(database, directory.resolve("worker.log"), "--slots", "1")) {
                while (database.value("SELECT count(*) FROM image_library.attempt WHERE ended_at IS NOT NULL").equals("0")) {
                    Thread.sleep(20);
                }
                server.down();
                assertGivesUp(database);
                while (trigger.isAlive() && !Files.readString(err).contains("the server does not answer")) {
                    Thread.sleep(20);
                }
                server.up();
                assertThat(trigger.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(trigger.exitValue()).as(Files.readString(err)).isZero();
            assertThat(out).hasContent("trigger 1 of slow: succeeded, 14 of 14 instances succeeded");
            assertThat(err).content().contains("; waiting up to 600 s for it", "the server is back");
            TaskSchema.assertAllSucceededOnce(database);
            assertRefused(database);
        }
    }

    private static void assertGivesUp(TestDatabase database) {
        List<String> log = new ArrayList<>();
        try (AwaitTrigger awaited = new AwaitTrigger(database::open, 7, log::add, Duration.ofMillis(300))) {
            assertThatThrownBy(awaited::status).isInstanceOf(UserException.class)
                    .hasMessageStartingWith("the server has been away for ").hasMessageContaining("`float2 task show 7` tells how far they are");
        }
        assertThat(log).as("said once, however often it was tried").hasSize(1);
    }

    private static void assertRefused(TestDatabase database) {
        List<String> log = new ArrayList<>();
        try (AwaitTrigger awaited = new AwaitTrigger(database::open, 7, log::add)) {
            assertThatThrownBy(() -> awaited.look(connection -> connection.createStatement().execute("SELECT nothing")))
                    .isInstanceOf(SQLException.class).hasMessageContaining("nothing");
            assertThatThrownBy(awaited::status).isInstanceOf(UserException.class).hasMessage("there is no trigger record 7");
        }
        assertThat(log).as("another try would be of no use").isEmpty();
    }
}
