package io.float2.cli;

import io.float2.task.KeepStatus;
import io.float2.task.Tasks;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 task keep}. */
@Command(
        name = "keep",
        description = "List how long trigger records are kept after their end, with their instances, attempts and history; or change it, for a "
                + "task, or without one for all tasks that have no time of their own. Workers delete what is older.",
        footer = {
            "%nExamples:%n",
            "  float2 task keep --days 365             # all tasks",
            "  float2 task keep hourly --days 14       # but this one",
            "  float2 task keep import --for-ever      # and never anything of this one"
        })
final class TaskKeepCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "The task whose trigger records are meant.")
    private String task;

    @Option(names = "--days", paramLabel = "N", description = "Keep them for so many days.")
    private Integer days;

    @Option(names = "--for-ever", description = "Delete none of them.")
    private boolean forEver;

    @Option(names = "--as-all", description = "Keep those of the task as long as those of all tasks.")
    private boolean asAll;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        long given = Stream.of(days != null, forEver, asAll).filter(option -> option).count();
        if (given > 1 || task != null && given == 0) {
            throw usage("give one of --days, --for-ever and --as-all, or nothing to list what is kept");
        }
        if (asAll && task == null) {
            throw usage("--as-all is for a task");
        }
        if (days != null) {
            OptionLimits.atLeast(spec, "--days", days, 1);
        }
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            if (asAll) {
                tasks.keepAsAll(task);
            } else if (given > 0) {
                tasks.keep(task, days);
            }
            print(tasks.keeps());
        }
        return 0;
    }

    private void print(List<KeepStatus> keeps) {
        if (output.isJson()) {
            output.json(keeps);
        } else {
            Table table = new Table("task", "kept after the end");
            keeps.forEach(one -> table.row(one.task() == null ? "(all)" : one.task(),
                    one.task() != null && !one.own() ? "as all" : one.days() == null ? "for ever" : Human.count(one.days()) + " days"));
            output.print(table);
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
