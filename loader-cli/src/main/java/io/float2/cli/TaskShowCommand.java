package io.float2.cli;

import io.float2.UserException;
import io.float2.task.GraphSvg;
import io.float2.task.GraphText;
import io.float2.task.InstanceStatus;
import io.float2.task.Tasks;
import io.float2.task.TriggerGraph;
import io.float2.task.TriggerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 task show}. */
@Command(
        name = "show",
        description = "Draw the instances of a trigger record and what depends on what. Instances whose names differ in the last number are "
                + "folded into one line.")
final class TaskShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TRIGGER", description = "Number of the trigger record; `float2 task list TASK` has them.")
    private long trigger;

    @Option(names = "--instances", description = "List the instances one by one.")
    private boolean instances;

    @Option(names = "--state", paramLabel = "STATE", description = "List only instances in this state, such as failed.")
    private String state;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the drawing into a file, too.")
    private Path svg;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        TriggerStatus status;
        List<InstanceStatus> found;
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            status = tasks.trigger(trigger);
            found = tasks.instances(trigger);
        }
        TriggerGraph graph = TriggerGraph.of(found);
        if (svg != null) {
            write(graph, status);
        }
        List<InstanceStatus> wanted = found.stream().filter(instance -> state == null || instance.state().equals(state)).toList();
        if (output.isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("trigger", status);
            all.put("instances", wanted);
            output.json(all);
            return 0;
        }
        output.println("trigger " + status.id() + " of " + status.task() + ", " + Moment.of(status.triggeredAt()) + " by " + status.triggeredBy()
                + ": " + status.state() + ", " + Human.count(status.succeeded()) + " of " + Human.count(status.instances()) + " instances succeeded");
        if (!status.parameters().isEmpty()) {
            output.println("parameters: " + Json.of(status.parameters()));
        }
        output.println("");
        if (instances || state != null) {
            output.print(table(wanted));
        } else {
            GraphText.draw(graph).forEach(output::println);
        }
        return 0;
    }

    private static Table table(List<InstanceStatus> wanted) {
        Table table = new Table("instance", "name", "kind", "group", "state", "attempts", "started", "took", "host", "error");
        for (InstanceStatus one : wanted) {
            table.row(one.id(), one.name(), one.kind(), one.group(), one.state(), one.attempts(), Moment.of(one.startedAt()),
                    Moment.between(one.startedAt(), one.endedAt()), one.host(), one.error());
        }
        return table;
    }

    private void write(TriggerGraph graph, TriggerStatus status) {
        try {
            Files.writeString(svg, GraphSvg.draw(graph, status.task() + ", trigger " + status.id() + ": " + status.state()));
        } catch (IOException e) {
            throw new UserException(svg + " cannot be written: " + e.getMessage(), e);
        }
    }
}
