package io.float2.cli;

import io.float2.task.TaskStatus;
import io.float2.task.Tasks;
import io.float2.task.TriggerStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 task list}. */
@Command(name = "list", description = "List the tasks, or the trigger records of one.")
final class TaskListCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "The task whose trigger records are listed.")
    private String task;

    @Option(names = "--triggers", description = "List the trigger records of all tasks.")
    private boolean triggers;

    @Option(names = "--most", paramLabel = "N", defaultValue = "20", description = "Most trigger records, the newest.")
    private int most;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        OptionLimits.atLeast(spec, "--most", most, 1);
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            if (task != null || triggers) {
                printTriggers(tasks.triggers(task, most));
            } else {
                printTasks(tasks.tasks());
            }
        }
        return 0;
    }

    private void printTasks(List<TaskStatus> tasks) throws SQLException {
        if (output.isJson()) {
            output.json(tasks);
        } else if (tasks.isEmpty()) {
            output.println("there are no tasks; `float2 task create` makes one");
        } else {
            Table table = new Table("task", "type", "schedule", "next due", "state", "triggers", "last", "last state");
            for (TaskStatus one : tasks) {
                table.row(one.name(), one.type(), one.schedule(), Moment.of(one.nextDue()), one.state(), one.triggers(), one.lastTrigger(), one.lastState());
            }
            output.print(table);
            tasks.stream().filter(one -> one.problem() != null).forEach(one -> output.println(one.name() + ": " + one.problem()));
        }
    }

    private void printTriggers(List<TriggerStatus> found) {
        if (output.isJson()) {
            output.json(found);
        } else {
            Table table = new Table("trigger", "task", "triggered", "due", "by", "state", "instances", "succeeded", "running", "failed", "left");
            for (TriggerStatus one : found) {
                table.row(one.id(), one.task(), Moment.of(one.triggeredAt()), Moment.of(one.dueAt()), one.triggeredBy(), one.state(),
                        Human.count(one.instances()), Human.count(one.succeeded()), Human.count(one.running()), Human.count(one.failed()),
                        Human.count(one.waiting() + one.ready()));
            }
            output.print(table);
        }
    }
}
