package io.float2.cli;

import io.float2.library.export.ExportFormat;
import io.float2.library.export.ExportPlan;
import io.float2.library.export.ExportReport;
import io.float2.library.export.Exporter;
import io.float2.picture.store.PictureStore;
import io.float2.picture.store.PictureStores;
import io.float2.picture.store.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code float2 library export}. */
@Command(
        name = "export",
        description = {
            "Write the pictures that a parameterised view shows into files: Parquet, CSV, or tar files with the pictures (WebDataset).",
            "The same again goes on where it was broken off. The role that may call the view may export it."
        },
        footer = {
            "",
            "Examples:",
            "  float2 library export --view shop_city --param city=Oslo --to oslo/ --format parquet",
            "  float2 library export --view shop_all --to train/ --format webdataset --store /srv/pictures --shard-rows 10000"
        })
final class LibraryExportCommand implements Callable<Integer> {

    @Option(names = "--view", paramLabel = "NAME", required = true, description = "The view.")
    private String view;

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "A parameter of the view; may be given often.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--to", paramLabel = "FOLDER", required = true, description = "Folder for the files: a new or empty one, or that of the same export.")
    private Path folder;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "parquet", description = "parquet, csv or webdataset.")
    private ExportFormat format;

    @Option(names = "--shard-rows", paramLabel = "N", defaultValue = "" + ExportPlan.DEFAULT_ROWS, description = "Pictures in a file.")
    private long shardRows;

    @Option(names = {"-j", "--jobs"}, paramLabel = "N", defaultValue = "2", description = "Files written at once.")
    private int jobs;

    @Option(names = "--store", paramLabel = "STORE", description = "Where the pictures are, as the import had it; for webdataset.")
    private String store;

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "S3 server of the store, other than Amazon's.")
    private URI s3Endpoint;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        Supplier<PictureStore> stores = store == null ? null : () -> PictureStores.open(store, StoreSettings.DEFAULT.withS3Endpoint(s3Endpoint));
        ExportPlan plan = new ExportPlan(view, parameters, folder, format, shardRows, jobs, stores);
        ExportReport report = Exporter.export(connection.target()::open, plan, output.progress());
        output.println(Human.count(report.rows()) + " pictures in " + Human.count(report.files()) + (report.files() == 1 ? " file" : " files") + " of "
                + folder + ", " + Human.bytes(report.bytes()) + ", in " + Human.duration(report.seconds())
                + (report.kept() > 0 ? "; " + Human.count(report.kept()) + " of the files were there already" : ""));
        if (output.isJson()) {
            output.json(report);
        }
        return 0;
    }
}
