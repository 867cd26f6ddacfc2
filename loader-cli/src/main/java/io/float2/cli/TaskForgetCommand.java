package io.float2.cli;

import io.float2.task.Tasks;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 task forget}. */
@Command(
        name = "forget",
        description = "Delete old trigger records now, with their instances, attempts and history, and workers of which nothing is left. What runs or "
                + "can run stays. `float2 task keep` lets workers do it.")
final class TaskForgetCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "Of this task only; workers stay then.")
    private String task;

    @Option(names = "--older-than", paramLabel = "DAYS", required = true, description = "What ended so many days ago; 0: all that has ended.")
    private int days;

    @Option(names = "--dry-run", description = "Only tell how many trigger records that are.")
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        OptionLimits.atLeast(spec, "--older-than", days, 0);
        long triggers = 0;
        long workers = 0;
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            if (dryRun) {
                triggers = tasks.old(task, days);
            } else {
                for (long some = tasks.forget(task, days); some > 0; some = tasks.forget(task, days)) {
                    triggers += some;
                }
                workers = task == null ? tasks.forgetWorkers(days) : 0;
            }
        }
        output.println(Human.count(triggers) + (dryRun ? " trigger records would be deleted" : " trigger records and " + Human.count(workers)
                + " workers are deleted"));
        if (output.isJson()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("dry_run", dryRun);
            result.put("triggers", triggers);
            result.put("workers", workers);
            output.json(result);
        }
        return 0;
    }
}
