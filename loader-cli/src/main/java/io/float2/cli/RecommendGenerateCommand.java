package io.float2.cli;

import io.float2.recommend.DataGenerator;
import io.float2.recommend.DataPlan;
import io.float2.recommend.DataReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code float2 recommend generate}. */
@Command(
        name = "generate",
        description = "Fill an installed recommender with made-up videos, users and read lists.",
        footer = {"", "Examples:", "  float2 recommend generate --videos 10000 --users 50 --read 500"})
final class RecommendGenerateCommand implements Callable<Integer> {

    @Option(names = "--videos", paramLabel = "N", defaultValue = "1000000", description = "Videos in each of the three pools.")
    private long videos;

    @Option(names = "--tags-per-video", paramLabel = "N", defaultValue = "10", description = "Tags of a video: rows of a pool for it.")
    private int tagsPerVideo;

    @Option(names = "--tags", paramLabel = "N", defaultValue = "100", description = "Largest tag; the smallest is 0.")
    private int tags;

    @Option(names = "--provinces", paramLabel = "N", defaultValue = "36", description = "Provinces.")
    private int provinces;

    @Option(names = "--cities", paramLabel = "N", defaultValue = "10000", description = "Cities.")
    private int cities;

    @Option(names = "--users", paramLabel = "N", defaultValue = "500", description = "Users.")
    private int users;

    @Option(names = "--read", paramLabel = "N", defaultValue = "50000", description = "Videos that each user has read.")
    private int read;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The same seed makes the same data.")
    private long seed;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "2", description = "Connections at work at once.")
    private int jobs;

    @Option(names = "--replace", description = "Drop the data that are there.")
    private boolean replace;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        OptionLimits.atLeast(spec, "--videos", videos, 1);
        OptionLimits.atLeast(spec, "--tags-per-video", tagsPerVideo, 1);
        OptionLimits.atLeast(spec, "--tags", tags, 0);
        OptionLimits.atLeast(spec, "--provinces", provinces, 1);
        OptionLimits.atLeast(spec, "--cities", cities, 1);
        OptionLimits.atLeast(spec, "--users", users, 1);
        OptionLimits.atLeast(spec, "--read", read, 0);
        OptionLimits.atLeast(spec, "--jobs", jobs, 1);
        DataPlan plan = new DataPlan(videos, tagsPerVideo, tags, provinces, cities, users, read, seed, jobs);
        DataReport report = DataGenerator.generate(plan, replace, connection.target()::open, output.progress());
        if (output.isJson()) {
            output.json(report);
        } else {
            output.println(Human.count(report.poolRows()) + " rows in the pools, " + Human.bytes(report.poolBytes()) + " with indexes; "
                    + Human.count(report.users()) + " users with " + Human.count(report.readIds()) + " videos read, "
                    + Human.bytes(report.readListBytes()) + "; in " + Human.duration(report.seconds()));
        }
        return 0;
    }
}
