package io.float2.cli;

import io.float2.recommend.Recommender;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 recommend distribute}. */
@Command(
        name = "distribute",
        description = "Spread users and their read lists over the nodes of Citus, each user in one shard; every node gets all of the pools.")
final class RecommendDistributeCommand implements Callable<Integer> {

    @Option(names = "--shards", paramLabel = "N", description = "Shards in all. Default: the server's citus.shard_count.")
    private Integer shards;

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (shards != null && shards < 1) {
            throw new ParameterException(spec.commandLine(), "--shards " + shards + ": there must be at least 1");
        }
        Recommender.distribute(connection.target()::open, shards);
        spec.commandLine().getOut().println("users and read lists of " + connection.target() + " are distributed");
        return 0;
    }
}
