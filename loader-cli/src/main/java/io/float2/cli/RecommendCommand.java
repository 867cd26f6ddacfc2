package io.float2.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 recommend}: the recommender in SQL. */
@Command(
        name = "recommend",
        description = "Install the recommender, make data for it and measure it. Its functions are for SQL: see docs/recommend.md.",
        synopsisSubcommandLabel = "install|uninstall|distribute|generate|bench",
        subcommands = {
            RecommendInstallCommand.class, RecommendUninstallCommand.class, RecommendDistributeCommand.class,
            RecommendGenerateCommand.class, RecommendBenchCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  float2 recommend install",
            "  float2 recommend generate --videos 10000 --users 50",
            "  float2 recommend bench"
        })
final class RecommendCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "install, uninstall, distribute, generate or bench is missing");
    }
}
