package io.float2.cli;

import io.float2.library.EmbedPlan;
import io.float2.library.Import;
import io.float2.library.ImportPlan;
import io.float2.library.ImportReport;
import io.float2.library.Shards;
import io.float2.picture.PictureLimits;
import io.float2.task.Worker;
import java.io.File;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code float2 library import}. */
@Command(
        name = "import",
        description = {
            "Import pictures: keys, fingerprints, size and format, a copy in a store, and what the source says of each as attributes of a "
                    + "business.",
            "Triggers a task, which workers run: one or many `float2 worker`, or --workers here. Every shard is an instance of its own; one that "
                    + "failed is rerun alone (`float2 task rerun`). A picture that cannot be read is noted (`float2 library rejects`) and passed over."
        },
        footer = {
            "",
            "Examples:",
            "  float2 library import photos/ --business shop --store /srv/pictures --workers 2",
            "  float2 library import s3://camera/2026/ --business shop --store s3://library/ --shard-rows 4000000 --wait",
            "  float2 library import list.csv --business map --embeddings vectors.parquet --embeddings-key path --workers 2"
        })
final class LibraryImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SOURCE", description = "A folder; a file *.tar; a manifest *.csv, *.jsonl or *.ndjson; or s3://BUCKET/PREFIX.")
    private String source;

    @Option(names = "--business", paramLabel = "NAME", required = true, description = "For whom the pictures and their attributes are.")
    private String business;

    @Option(names = "--store", paramLabel = "STORE",
            description = "Folder or s3://BUCKET/PREFIX that gets a copy of every picture. Default: none; they stay where they are.")
    private String store;

    @Option(names = "--shard-rows", paramLabel = "N", defaultValue = "" + Shards.DEFAULT_ROWS, description = "Most pictures in a shard, up to 10000000.")
    private long shardRows;

    @Option(names = "--task", paramLabel = "NAME", description = "Name of the task. Default: import, the business and the source.")
    private String task;

    @Option(names = "--workers", paramLabel = "N", description = "Run the import here, with N instances at once, and wait for its end, also while the server restarts.")
    private Integer workers;

    @Option(names = "--wait", description = "Wait until workers elsewhere have run it, also while the server restarts.")
    private boolean wait;

    @Option(names = "--s3-endpoint", paramLabel = "URL",
            description = "S3 server other than Amazon's. Keys and region come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION.")
    private URI s3Endpoint;

    @Option(names = "--allow-urls", description = "Read pictures that a manifest names by http and https URLs.")
    private boolean allowUrls;

    @Option(names = "--allow-private-addresses", description = "Also such URLs that lead to private addresses.")
    private boolean allowPrivateAddresses;

    @Option(names = "--follow-links", description = "Follow symbolic links in a folder.")
    private boolean followLinks;

    @Option(names = "--max-bytes", paramLabel = "N", defaultValue = "67108864", description = "Largest file of a picture.")
    private long maximumBytes;

    @Option(names = "--max-pixels", paramLabel = "N", defaultValue = "100000000", description = "Most pixels of a picture; larger ones are not decoded.")
    private long maximumPixels;

    @Option(names = "--embeddings", paramLabel = "FILE",
            description = "File with a vector for each picture, in any format of `float2 load` that has named columns.")
    private String embeddings;

    @Option(names = "--embeddings-key", paramLabel = "COLUMN", defaultValue = "key",
            description = "Column of that file with the key of the picture, or its name in the source.")
    private String embeddingsKey;

    @Option(names = "--embed-command", paramLabel = "COMMAND",
            description = "Command that makes vectors: gets files of pictures as arguments, prints a line of numbers or a JSON array for each.")
    private String embedCommand;

    @Option(names = "--embed-batch", paramLabel = "N", defaultValue = "" + EmbedPlan.DEFAULT_BATCH, description = "Most pictures that it gets at once.")
    private int embedBatch;

    @Option(names = "--embed-timeout", paramLabel = "SECONDS", defaultValue = "" + EmbedPlan.DEFAULT_TIMEOUT_SECONDS,
            description = "How long it may take for them.", showDefaultValue = Visibility.ALWAYS)
    private long embedTimeout;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (workers != null && (workers < 1 || workers > 1000)) {
            throw new ParameterException(spec.commandLine(), "--workers " + workers + ": it must be from 1 to 1000");
        }
        ImportPlan plan = plan();
        Import begun = Import.begin(connection.target()::open, task == null ? "import " + business + " " + source : task, plan);
        if (workers == null && !wait) {
            output.println("import " + begun.id() + " is triggered; `float2 worker` runs it, `float2 task show " + begun.id() + "` shows it");
            if (output.isJson()) {
                output.json(Map.of("id", begun.id()));
            }
            return 0;
        }
        ImportReport report = workers == null ? begun.await(output.progress(), output::remark, () -> false) : run(begun);
        LibraryImportsCommand.print(output, report);
        return report.succeeded() ? 0 : 1;
    }

    private ImportPlan plan() {
        if (maximumBytes < 1 || maximumPixels < 1) {
            throw new ParameterException(spec.commandLine(), "--max-bytes and --max-pixels must be at least 1");
        }
        return new ImportPlan(absolute(source), store == null ? null : absolute(store), business, shardRows, s3Endpoint, allowUrls,
                allowPrivateAddresses, followLinks, new PictureLimits(maximumBytes, maximumPixels), embeddings == null ? null : absolute(embeddings),
                embeddingsKey, embedCommand == null ? null : new EmbedPlan(embedCommand, embedBatch, embedTimeout));
    }

    /** Workers have other folders to begin at. */
    private static String absolute(String text) {
        return text.matches("[a-z0-9]+://.*") ? text : new File(text).getAbsoluteFile().toPath().normalize().toString();
    }

    private ImportReport run(Import begun) throws SQLException, InterruptedException, ExecutionException {
        Worker worker = begun.worker(workers, output::detail, output::detail);
        EndSignals.answer(worker::stop);
        FutureTask<Object> work = new FutureTask<>(worker::run);
        Thread thread = new Thread(work, "worker");
        thread.start();
        try {
            ImportReport report = begun.await(output.progress(), output::remark, work::isDone);
            work.get();
            return report;
        } finally {
            worker.stop();
            thread.join();
        }
    }
}
