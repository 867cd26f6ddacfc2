package io.float2.cli;

import io.float2.task.Tasks;
import picocli.CommandLine.Command;

/** {@code float2 task delete}. */
@Command(name = "delete", description = "Delete a task with all its trigger records, instances, attempts and history.")
final class TaskDeleteCommand extends OneTaskCommand {

    TaskDeleteCommand() {
        super(Tasks::delete, "deleted");
    }
}
