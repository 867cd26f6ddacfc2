package io.float2.cli;

import io.float2.recommend.InstallPlan;
import io.float2.recommend.Recommender;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 recommend install}. */
@Command(
        name = "install",
        description = "Make the schema recommend with its tables and functions, which sql/recommend/install.sql does in psql.",
        footer = {"", "Examples:", "  float2 recommend install"})
final class RecommendInstallCommand implements Callable<Integer> {

    private static final int WHOLE = 100;
    private static final int POOLS = 3;

    @Option(names = "--parts", paramLabel = "N", defaultValue = "50", description = "Partial indexes of a pool, 1 to 1000.")
    private int parts;

    @Option(names = "--shares", paramLabel = "PERCENT", split = ",", defaultValue = "50,30,20",
            description = "What the pools of all, of the province and of the city give to a tag's quota.")
    private List<Integer> shares;

    @Option(names = "--quotas", paramLabel = "N", split = ",", defaultValue = "40,20,15,15,10",
            description = "Quotas of a user's tags by their rank, out of 100 videos.")
    private List<Integer> quotas;

    @Option(names = "--read-lists", paramLabel = "TYPE", defaultValue = "id_set",
            description = "What read lists are kept as: id_set, or roaringbitmap64 of the extension roaringbitmap.")
    private String readLists;

    @Option(names = "--reach", description = "Count how many users have seen a video; needs the extension hll.")
    private boolean reach;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        Recommender.install(connection.target()::open, new InstallPlan(parts, shares, quotas, readLists, reach));
        output.println("the recommender is in the schema recommend of " + connection.target());
        if (output.isJson()) {
            output.json(Map.of("schema", "recommend", "parts", parts, "shares", shares, "quotas", quotas, "read_lists", readLists));
        }
        return 0;
    }

    private void check() {
        if (parts < 1 || parts > 1000) {
            throw usage("--parts " + parts + ": there can be 1 to 1000 parts");
        }
        if (shares.size() != POOLS) {
            throw usage("--shares " + shares + ": there are three pools, so three shares");
        }
        checkWhole("--shares", shares);
        checkWhole("--quotas", quotas);
    }

    private void checkWhole(String option, List<Integer> percentages) {
        int sum = percentages.stream().mapToInt(Integer::intValue).sum();
        if (sum != WHOLE || percentages.stream().anyMatch(p -> p < 0)) {
            throw usage(option + " " + percentages + ": they must be from 0 on and add up to 100, not to " + sum);
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
