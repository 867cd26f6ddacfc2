package io.float2.cli;

import io.float2.UserException;
import io.float2.task.Parameters;
import io.float2.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 task create}. */
@Command(
        name = "create",
        description = {
            "Make a task of one step, or of those that a file describes.",
            "Whoever may make a task may do what the workers' role and account may do."
        },
        footer = {
            "%nExamples:%n",
            "  float2 task create vacuum --sql \"SELECT count(*) FROM image_library.asset\" --cron \"30 2 * * *\" --time-zone Europe/Berlin",
            "  float2 task create tell --shell mail --shell -s --shell done --shell me@example.org",
            "  float2 task create nightly --steps nightly.json",
            "",
            "nightly.json: [{\"name\": \"count\", \"sql\": \"SELECT …\"}, {\"name\": \"tell\", \"shell\": [\"mail\", \"me\"], \"group\": \"mail\",",
            "  \"depends_on\": [\"count\"], \"max_attempts\": 3, \"parameters\": {}}]"
        })
final class TaskCreateCommand implements Callable<Integer> {

    @picocli.CommandLine.Parameters(paramLabel = "TASK", description = "Its name.")
    private String name;

    @Option(names = "--sql", paramLabel = "STATEMENT", description = "One step, a statement.")
    private String sql;

    @Option(names = "--java", paramLabel = "ACTION", description = "One step, an action of the workers.")
    private String java;

    @Option(names = "--shell", paramLabel = "WORD", description = "One step, a program; given again for each of its arguments.")
    private List<String> shell;

    @Option(names = "--steps", paramLabel = "FILE", description = "Steps in JSON.")
    private Path steps;

    @Option(names = "--group", paramLabel = "GROUP", description = "The group of the one step; `float2 task group` makes groups.")
    private String group;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "task", description = "What kind of work it is, for people.")
    private String type;

    @Option(names = "--parameters", paramLabel = "JSON", defaultValue = "{}", description = "An object: source, filter and what else the steps need.")
    private String parameters;

    @Option(names = "--keep", paramLabel = "DAYS",
            description = "Forget trigger records so many days after their end. Default: as `float2 task keep` says for all tasks, which is never at first.",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private Integer keep;

    @Mixin
    private ScheduleOptions schedule;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (Stream.of(sql == null, java == null, shell == null, steps == null).filter(missing -> !missing).count() != 1) {
            throw new ParameterException(spec.commandLine(), "give one of --sql, --java, --shell and --steps");
        }
        if (group != null && steps != null) {
            throw new ParameterException(spec.commandLine(), "--group is for one step; in --steps each has its own");
        }
        if (keep != null) {
            OptionLimits.atLeast(spec, "--keep", keep, 1);
        }
        try (Connection open = connection.open()) {
            open.setAutoCommit(false);
            Tasks tasks = new Tasks(open);
            long id = tasks.create(name, json(), type, Parameters.parse(parameters), schedule.cron(), schedule.timeZone(), schedule.at());
            if (keep != null) {
                tasks.keep(name, keep);
            }
            open.commit();
            output.println("task " + name + " is made; `float2 task trigger " + name + "` triggers it");
            if (output.isJson()) {
                output.json(Map.of("id", id, "name", name));
            }
        }
        return 0;
    }

    private String json() {
        if (steps != null) {
            try {
                return Files.readString(steps);
            } catch (IOException e) {
                throw new UserException(steps + " cannot be read: " + e.getMessage(), e);
            }
        }
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("name", name);
        step.put(sql != null ? "sql" : java != null ? "java" : "shell", sql != null ? sql : java != null ? java : shell);
        if (group != null) {
            step.put("group", group);
        }
        return Json.of(List.of(step));
    }
}
