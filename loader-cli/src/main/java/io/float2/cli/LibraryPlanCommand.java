package io.float2.cli;

import io.float2.library.LibraryInstall;
import io.float2.library.PlanEstimate;
import io.float2.library.Shards;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code float2 library plan}. */
@Command(
        name = "plan",
        description = "Say into how many shards an import would be cut, and about what it would take. Needs no server. The rates are assumptions: "
                + "measure yours with a small import.",
        footer = {"", "Example:", "  float2 library plan --count 150000000 --shard-rows 4000000 --slots 64"})
final class LibraryPlanCommand implements Callable<Integer> {

    @Option(names = "--count", paramLabel = "N", required = true, description = "Pictures to import.")
    private long count;

    @Option(names = "--shard-rows", paramLabel = "N", defaultValue = "" + Shards.DEFAULT_ROWS, description = "Most pictures in a shard, up to 10000000.")
    private long shardRows;

    @Option(names = "--buckets", paramLabel = "N", defaultValue = "" + LibraryInstall.DEFAULT_BUCKETS,
            description = "Partitions of assets and attributes, a power of two.")
    private int buckets;

    @Option(names = "--slots", paramLabel = "N", defaultValue = "8", description = "Instances that run at once, of all workers.")
    private int slots;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "100", description = "Pictures a second that one slot reads; decoding decides.")
    private double rate;

    @Option(names = "--write-rate", paramLabel = "N", defaultValue = "10000", description = "Pictures a second that the server writes, with all attributes.")
    private double writeRate;

    @Option(names = "--attributes", paramLabel = "N", defaultValue = "5", description = "Business attributes of a picture.")
    private int attributes;

    @Option(names = "--bytes", paramLabel = "N", defaultValue = "100000", description = "Mean size of a picture.")
    private long bytes;

    @Option(names = "--dim", paramLabel = "N", defaultValue = "0", description = "Length of the embeddings; 0: none.")
    private int dimension;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (buckets < 1 || buckets > LibraryInstall.MOST_BUCKETS || Integer.bitCount(buckets) != 1) {
            throw usage("--buckets " + buckets + ": a power of two from 1 to " + LibraryInstall.MOST_BUCKETS);
        }
        if (slots < 1 || !(rate > 0) || !(writeRate > 0) || attributes < 0 || bytes < 1 || dimension < 0) {
            throw usage("--slots, --rate, --write-rate and --bytes must be above 0, --attributes and --dim cannot be negative");
        }
        Shards shards = new Shards(count, shardRows);
        PlanEstimate estimate = PlanEstimate.of(shards, buckets, new PlanEstimate.Assumptions(slots, rate, writeRate, attributes, bytes, dimension));
        if (output.isJson()) {
            output.json(json(estimate));
            return 0;
        }
        Table table = new Table("", "").withoutHeader();
        table.row("pictures", Human.count(count));
        table.row("shards", Human.count(estimate.shards()) + " of at most " + Human.count(estimate.rowsPerShard()));
        table.row("instances", Human.count(estimate.instances()));
        table.row("buckets", Human.count(estimate.buckets()) + " of about " + Human.count(estimate.rowsPerBucket()));
        table.row("read", Human.duration(estimate.readSeconds()) + ": " + Human.count(Math.max(1, Math.min(slots, estimate.shards())))
                + " shards at once, each " + Human.rate(rate, "pictures"));
        table.row("write", Human.duration(estimate.writeSeconds()) + ", most of it beside reading: " + Human.rate(writeRate, "pictures"));
        table.row("database", Human.bytes(estimate.databaseBytes()) + ": " + attributes + " attributes a picture"
                + (dimension == 0 ? ", no embeddings" : ", embeddings of " + dimension + " values and their index"));
        table.row("between the steps", Human.bytes(estimate.stageBytes()) + ", free again at the end");
        table.row("store", Human.bytes(estimate.storeBytes()) + ": " + Human.bytes(bytes) + " a picture");
        output.print(table);
        return 0;
    }

    private Map<String, Object> json(PlanEstimate estimate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pictures", count);
        json.put("shard_rows", shardRows);
        json.put("estimate", estimate);
        json.put("assumptions", new PlanEstimate.Assumptions(slots, rate, writeRate, attributes, bytes, dimension));
        return json;
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
