package io.float2.cli;

import io.float2.task.AttemptStatus;
import io.float2.task.HistoryEntry;
import io.float2.task.Tasks;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 task history}. */
@Command(name = "history", description = "List attempts, and what people and schedules did, the newest first.")
final class TaskHistoryCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "Of this task only.")
    private String task;

    @Option(names = "--trigger", paramLabel = "N", description = "Of this trigger record only.")
    private Long trigger;

    @Option(names = "--instance", paramLabel = "N", description = "Of this instance only; shows what it has printed.")
    private Long instance;

    @Option(names = "--most", paramLabel = "N", defaultValue = "50", description = "Most lines of each.")
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
        List<AttemptStatus> attempts;
        List<HistoryEntry> history;
        try (Connection open = connection.open()) {
            Tasks tasks = new Tasks(open);
            attempts = tasks.attempts(task, trigger, instance, most);
            history = tasks.history(task, trigger, instance, most);
        }
        if (output.isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("history", history);
            all.put("attempts", attempts);
            output.json(all);
        } else {
            print(history, attempts);
        }
        return 0;
    }

    private void print(List<HistoryEntry> history, List<AttemptStatus> attempts) {
        Table deeds = new Table("when", "who", "what", "task", "trigger", "instance", "");
        for (HistoryEntry one : history) {
            deeds.row(Moment.of(one.at()), one.by(), one.action(), one.task(), one.trigger(), one.instance(), one.detail());
        }
        output.print(deeds);
        output.println("");
        Table runs = new Table("trigger", "instance", "name", "attempt", "outcome", "started", "took", "worker", "host", "error");
        for (AttemptStatus one : attempts) {
            runs.row(one.trigger(), one.instance(), one.name(), one.attempt(), one.outcome() == null ? "running" : one.outcome(),
                    Moment.of(one.startedAt()), Moment.between(one.startedAt(), one.endedAt()), one.worker(), one.host(), one.error());
        }
        output.print(runs);
        if (instance != null) {
            attempts.stream().filter(one -> one.output() != null && !one.output().isBlank()).forEach(one -> {
                output.println("");
                output.println("attempt " + one.attempt() + " printed:");
                output.println(one.output().stripTrailing());
            });
        }
    }
}
