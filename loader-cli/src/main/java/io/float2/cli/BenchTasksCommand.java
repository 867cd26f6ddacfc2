package io.float2.cli;

import io.float2.task.TaskBench;
import io.float2.task.TaskBenchPlan;
import io.float2.task.TaskBenchRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 bench tasks}. */
@Command(
        name = "tasks",
        description = {
            "Measure the scheduler: a graph of instances that do nothing, run by workers in this process.",
            "Some fail at first and are rerun. The task is deleted at the end."
        })
final class BenchTasksCommand implements Callable<Integer> {

    @Option(names = "--instances", paramLabel = "N", defaultValue = "10000", description = "Shards of the graph.")
    private int instances;

    @Option(names = "--workers", paramLabel = "N", split = ",", defaultValue = "4", description = "Workers; several numbers for several runs.")
    private List<Integer> workers;

    @Option(names = "--slots", paramLabel = "N", defaultValue = "4", description = "Instances that a worker runs at once.")
    private int slots;

    @Option(names = "--group-limit", paramLabel = "N", defaultValue = "8", description = "Instances that all workers together run at once.")
    private int groupLimit;

    @Option(names = "--fail-every", paramLabel = "N", defaultValue = "100", description = "The first attempt at each so many-th shard fails; 0: none.")
    private int failEvery;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the rate over time.")
    private Path plot;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        OptionLimits.atLeast(spec, "--instances", instances, 1);
        workers.forEach(number -> OptionLimits.atLeast(spec, "--workers", number, 1));
        OptionLimits.atLeast(spec, "--slots", slots, 1);
        OptionLimits.atLeast(spec, "--group-limit", groupLimit, 1);
        OptionLimits.atLeast(spec, "--fail-every", failEvery, 0);
        if (plot != null && !plot.toString().endsWith(".svg")) {
            throw new ParameterException(spec.commandLine(), "--plot " + plot + ": the plot is SVG, so its name must end in .svg");
        }
        List<TaskBenchRun> runs = TaskBench.run(new TaskBenchPlan(instances, workers, slots, groupLimit, failEvery), connection.target()::open,
                output.progress());
        if (plot != null) {
            TaskBench.plot(runs, Path.of(plot.toString().replaceFirst("\\.svg$", "")));
        }
        if (output.isJson()) {
            output.json(runs);
        } else {
            print(runs);
        }
        return 0;
    }

    private void print(List<TaskBenchRun> runs) {
        Table table = new Table("workers", "prepared in", "run in", "instances/s", "most at once", "failed", "rerun", "rerun in");
        for (TaskBenchRun run : runs) {
            table.row(run.workers(), Human.duration(run.prepareSeconds()), Human.duration(run.seconds()),
                    String.format(Locale.ROOT, "%,.0f", run.perSecond()), run.mostRunning(), run.failed(), run.rerun(), Human.duration(run.rerunSeconds()));
        }
        output.print(table);
    }
}
