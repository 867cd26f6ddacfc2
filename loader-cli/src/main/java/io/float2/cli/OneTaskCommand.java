package io.float2.cli;

import io.float2.task.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that does one thing to one task. */
abstract class OneTaskCommand implements Callable<Integer> {

    /** What is done. */
    @FunctionalInterface
    interface Deed {
        void apply(Tasks tasks, String task) throws SQLException;
    }

    private final Deed deed;
    private final String state;

    @Parameters(paramLabel = "TASK", description = "The task.")
    private String task;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    /** @param state what the task is afterwards */
    OneTaskCommand(Deed deed, String state) {
        this.deed = deed;
        this.state = state;
    }

    @Override
    public Integer call() throws Exception {
        try (Connection open = connection.open()) {
            deed.apply(new Tasks(open), task);
        }
        output.println("task " + task + " is " + state);
        if (output.isJson()) {
            output.json(Map.of("task", task, "state", state));
        }
        return 0;
    }
}
