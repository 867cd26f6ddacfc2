package io.float2.cli;

import io.float2.task.Tasks;
import picocli.CommandLine.Command;

/** {@code float2 task pause}. */
@Command(name = "pause", description = "The schedule of a task triggers it no more; what runs goes on.")
final class TaskPauseCommand extends OneTaskCommand {

    TaskPauseCommand() {
        super(Tasks::pause, "paused");
    }
}
