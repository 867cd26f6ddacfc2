package io.float2.cli;

import io.float2.task.Tasks;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code float2 task stop}. */
@Command(name = "stop", description = "Stop all instances of a trigger record that have not ended, or one instance.")
final class TaskStopCommand implements Callable<Integer> {

    @Mixin
    private TargetOption target;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            long stopped = 1;
            if (target.instance() != null) {
                tasks.stopInstance(target.instance());
                output.println("instance " + target.instance() + " is stopped");
            } else {
                stopped = tasks.stopTrigger(target.trigger());
                output.println(Human.count(stopped) + " instances of trigger " + target.trigger() + " are stopped");
            }
            if (output.isJson()) {
                output.json(Map.of("stopped", stopped));
            }
        }
        return 0;
    }
}
