package io.float2.cli;

import io.float2.progress.Progress;
import io.float2.task.AwaitTrigger;
import io.float2.task.Parameters;
import io.float2.task.Tasks;
import io.float2.task.TriggerStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 task trigger}. */
@Command(name = "trigger", description = "Trigger a task now, paused or not. Prints the number of the trigger record.")
final class TaskTriggerCommand implements Callable<Integer> {

    @picocli.CommandLine.Parameters(paramLabel = "TASK", description = "The task.")
    private String task;

    @Option(names = "--parameters", paramLabel = "JSON", description = "An object whose values win over the parameters of the task.")
    private String parameters;

    @Option(names = "--wait", description = "Wait until nothing of it runs or can run, also while the server restarts; ends with 1 unless all has succeeded.")
    private boolean wait;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        long trigger = trigger();
        if (!wait) {
            output.println("trigger " + trigger + " of " + task);
        }
        TriggerStatus status = status(trigger);
        if (output.isJson()) {
            output.json(status);
        } else if (wait) {
            output.println("trigger " + trigger + " of " + task + ": " + status.state() + ", " + Human.count(status.succeeded()) + " of "
                    + Human.count(status.instances()) + " instances succeeded");
        }
        return wait && !status.state().equals("succeeded") ? 1 : 0;
    }

    private long trigger() throws SQLException {
        Parameters given = parameters == null ? Parameters.NONE : Parameters.parse(parameters);
        try (Connection open = connection.open()) {
            return new Tasks(open).trigger(task, given);
        }
    }

    /** At its end, if that is waited for. */
    private TriggerStatus status(long trigger) throws SQLException, InterruptedException {
        Progress progress = wait ? output.progress() : Progress.NONE;
        progress.phase("trigger " + trigger, "instances", Progress.UNKNOWN);
        try (AwaitTrigger awaited = new AwaitTrigger(connection.target()::open, trigger, progress::note)) {
            TriggerStatus status = awaited.status();
            long shown = 0;
            while (wait && !status.hasEnded()) {
                awaited.pause();
                status = awaited.status();
                progress.advance(status.succeeded() - shown, 0);
                shown = status.succeeded();
            }
            progress.done();
            return status;
        }
    }
}
