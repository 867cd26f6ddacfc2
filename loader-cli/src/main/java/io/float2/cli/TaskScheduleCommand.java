package io.float2.cli;

import io.float2.task.Tasks;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 task schedule}. */
@Command(name = "schedule", description = "Change when a task is triggered. `float2 worker` does it; times that pass while no worker runs are made "
        + "up for by one trigger.")
final class TaskScheduleCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TASK", description = "The task.")
    private String task;

    @Mixin
    private ScheduleOptions schedule;

    @Option(names = "--by-hand", description = "No more schedule.")
    private boolean byHand;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (schedule.isGiven() == byHand) {
            throw new ParameterException(spec.commandLine(), "give one of --cron, --at and --by-hand");
        }
        try (Connection open = connection.open()) {
            new Tasks(open).schedule(task, schedule.cron(), schedule.timeZone(), schedule.at());
            output.println("task " + task + " is triggered " + (byHand ? "by hand" : schedule.cron() != null
                    ? "at " + schedule.cron() + " in " + schedule.timeZone() : "at " + schedule.at()));
            if (output.isJson()) {
                output.json(Map.of("task", task));
            }
        }
        return 0;
    }
}
