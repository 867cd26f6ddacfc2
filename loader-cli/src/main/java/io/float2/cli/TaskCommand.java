package io.float2.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 task}: tasks, their trigger records and instances. */
@Command(
        name = "task",
        description = "Make, trigger, watch, stop and rerun tasks. `float2 worker` runs them: see docs/tasks.md.",
        synopsisSubcommandLabel = "list|show|trigger|stop|rerun|history|create|schedule|pause|resume|delete|group|keep|forget",
        subcommands = {
            TaskListCommand.class, TaskShowCommand.class, TaskTriggerCommand.class, TaskStopCommand.class, TaskRerunCommand.class,
            TaskHistoryCommand.class, TaskCreateCommand.class, TaskScheduleCommand.class, TaskPauseCommand.class, TaskResumeCommand.class,
            TaskDeleteCommand.class, TaskGroupCommand.class, TaskKeepCommand.class, TaskForgetCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  float2 task create count --sql 'SELECT count(*) FROM photos'",
            "  float2 task trigger count --wait",
            "  float2 task list count",
            "  float2 task history count"
        })
final class TaskCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, show, trigger, stop, rerun, history, create, schedule, pause, resume, delete, group, "
                + "keep or forget is missing");
    }
}
