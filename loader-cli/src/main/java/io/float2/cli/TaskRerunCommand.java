package io.float2.cli;

import io.float2.task.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 task rerun}. */
@Command(
        name = "rerun",
        description = "Run instances again, as new attempts; the attempts before stay in the history. Of a trigger record: those that failed "
                + "or were stopped.")
final class TaskRerunCommand implements Callable<Integer> {

    @Mixin
    private TargetOption target;

    @Option(names = "--all", description = "Of a trigger record: all instances, also those that have succeeded.")
    private boolean all;

    @Option(names = "--downstream", description = "Of an instance: with all that depends on it.")
    private boolean downstream;

    @Option(names = "--dry-run", description = "Only tell which instances would run again.")
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (all && target.instance() != null || downstream && target.trigger() != null) {
            throw new ParameterException(spec.commandLine(), all ? "--all is for a trigger record" : "--downstream is for an --instance");
        }
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            open.setAutoCommit(false);
            List<Long> again = rerun(tasks);
            if (dryRun) {
                open.rollback();
            } else {
                open.commit();
            }
            if (output.isJson()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("dry_run", dryRun);
                result.put("instances", again);
                output.json(result);
            } else {
                output.println(Human.count(again.size()) + (dryRun ? " instances would run" : " instances run") + " again" + some(again));
            }
        }
        return 0;
    }

    private List<Long> rerun(Tasks tasks) throws SQLException {
        return target.instance() != null ? tasks.rerunInstance(target.instance(), downstream) : tasks.rerunTrigger(target.trigger(), !all);
    }

    private static String some(List<Long> ids) {
        if (ids.isEmpty()) {
            return "";
        }
        String first = String.join(", ", ids.stream().limit(10).map(String::valueOf).toList());
        return ": " + first + (ids.size() > 10 ? ", …" : "");
    }
}
