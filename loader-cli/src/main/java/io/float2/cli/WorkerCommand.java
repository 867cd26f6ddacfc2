package io.float2.cli;

import io.float2.library.ImportActions;
import io.float2.task.Actions;
import io.float2.task.InstanceKind;
import io.float2.task.Simulation;
import io.float2.task.Worker;
import io.float2.task.WorkerReport;
import io.float2.task.WorkerSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 worker}. */
@Command(
        name = "worker",
        description = {
            "Run instances of triggered tasks, and trigger tasks that are due. Start as many workers as you like, on any machines.",
            "Ctrl-C or SIGTERM: nothing more is begun, what runs may end within --grace, the rest is given back to other workers. A second "
                    + "one ends the process at once; others take over after --heartbeat-timeout."
        },
        footer = {
            "%nExamples:%n",
            "  float2 worker                                # until Ctrl-C",
            "  float2 worker --slots 8 --groups decode      # only what is in the group decode",
            "  float2 worker --kinds sql,java               # no programs",
            "  float2 worker --until-idle                   # until nothing is left to do"
        })
final class WorkerCommand implements Callable<Integer> {

    @Option(names = "--slots", paramLabel = "N", description = "Most instances at once. Default: the number of processors.",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private Integer slots;

    @Option(names = "--groups", paramLabel = "GROUP", split = ",", description = "Run instances of these groups only.")
    private List<String> groups = List.of();

    @Option(names = "--kinds", paramLabel = "KIND", split = ",", description = "Run instances of these kinds only: sql, java, shell.")
    private List<InstanceKind> kinds = List.of();

    @Option(names = "--until-idle", description = "End when nothing is running or ready, on any worker.")
    private boolean untilIdle;

    @Option(names = "--grace", paramLabel = "SECONDS", defaultValue = "5", description = "How long instances may go on when the worker is told to end.")
    private int grace;

    @Option(names = "--heartbeat", paramLabel = "SECONDS", defaultValue = "5", description = "Time between two heartbeats.")
    private double heartbeat;

    @Option(names = "--heartbeat-timeout", paramLabel = "SECONDS", defaultValue = "30",
            description = "Without a heartbeat for so long others take over. At least three heartbeats.")
    private double heartbeatTimeout;

    @Option(names = "--poll", paramLabel = "SECONDS", defaultValue = "1",
            description = "How often to look for work when nobody says that there is some.")
    private double poll;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Worker worker = new Worker(connection.target()::open, actions(), settings(), output::remark, output::detail);
        EndSignals.answer(worker::stop);
        WorkerReport report = worker.run();
        output.println(Human.count(report.succeeded()) + " instances succeeded, " + Human.count(report.failed()) + " failed, "
                + Human.count(report.stopped()) + " were stopped, " + Human.count(report.interrupted()) + " given back, "
                + Human.count(report.lost()) + " lost");
        if (output.isJson()) {
            output.json(report);
        }
        return 0;
    }

    /** What instances of kind java can run. */
    private static Actions actions() {
        return ImportActions.register(Simulation.register(new Actions()));
    }

    private WorkerSettings settings() {
        if (slots != null && slots < 1) {
            throw usage("--slots " + slots + ": a worker has at least one");
        }
        if (grace < 0) {
            throw usage("--grace " + grace + ": it cannot be negative");
        }
        positive("--heartbeat", heartbeat);
        positive("--poll", poll);
        if (!(heartbeatTimeout >= 3 * heartbeat)) {
            throw usage("--heartbeat-timeout " + heartbeatTimeout + ": it must be at least three times --heartbeat, " + heartbeat);
        }
        return new WorkerSettings(slots == null ? WorkerSettings.DEFAULT.slots() : slots, kinds, groups, seconds(heartbeat),
                seconds(heartbeatTimeout), seconds(poll), Duration.ofSeconds(grace), untilIdle);
    }

    private void positive(String option, double value) {
        if (!(value >= 0.01 && value <= 3600)) {
            throw usage(option + " " + value + ": it must be from 0.01 to 3600 seconds");
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
