package io.float2.cli;

import io.float2.task.GroupStatus;
import io.float2.task.Tasks;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 task group}. */
@Command(name = "group", description = "List the groups of instances; or make one, or change how many of its instances run at once.")
final class TaskGroupCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "GROUP", description = "The group to be made or changed.")
    private String group;

    @Option(names = "--limit", paramLabel = "N", description = "Most instances at once, on all workers together; 0 lets nothing begin.")
    private Integer limit;

    @Option(names = "--no-limit", description = "Any number of instances at once.")
    private boolean noLimit;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (group != null && (limit == null) != noLimit || group == null && (limit != null || noLimit)) {
            throw new ParameterException(spec.commandLine(), "give a group with --limit or --no-limit, or nothing to list the groups");
        }
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            if (group != null) {
                tasks.setGroupLimit(group, limit);
            }
            print(tasks.groups());
        }
        return 0;
    }

    private void print(List<GroupStatus> groups) {
        if (output.isJson()) {
            output.json(groups);
        } else {
            Table table = new Table("group", "limit", "running", "ready");
            groups.forEach(one -> table.row(one.name(), one.maxRunning() == null ? "none" : one.maxRunning(), one.running(), one.ready()));
            output.print(table);
        }
    }
}
