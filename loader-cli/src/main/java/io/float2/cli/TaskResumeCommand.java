package io.float2.cli;

import io.float2.task.Tasks;
import picocli.CommandLine.Command;

/** {@code float2 task resume}. */
@Command(name = "resume", description = "The schedule of a paused task goes on, from now.")
final class TaskResumeCommand extends OneTaskCommand {

    TaskResumeCommand() {
        super(Tasks::resume, "active");
    }
}
