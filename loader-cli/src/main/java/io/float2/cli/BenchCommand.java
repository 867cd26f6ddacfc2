package io.float2.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 bench}: comparisons with what else could do the job. */
@Command(
        name = "bench",
        description = "Compare float2 with pgvector's halfvec, and one statement here with a database and a vector store apart; measure the "
                + "scheduler.",
        synopsisSubcommandLabel = "ann|hybrid|tasks",
        subcommands = {BenchAnnCommand.class, BenchHybridCommand.class, BenchTasksCommand.class},
        footer = {"", "Examples:", "  float2 bench ann --rows 20000", "  float2 bench hybrid --rows 20000", "  float2 bench tasks --instances 1000"})
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "ann, hybrid or tasks is missing");
    }
}
