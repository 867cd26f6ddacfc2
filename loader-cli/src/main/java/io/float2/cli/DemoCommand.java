package io.float2.cli;

import io.float2.UserException;
import io.float2.connect.ConnectionTarget;
import io.float2.demo.Demo;
import io.float2.demo.FilteredSearch;
import io.float2.demo.PhotoSample;
import io.float2.demo.SearchMeasurement;
import io.float2.demo.StorageComparison;
import io.float2.index.IndexReport;
import io.float2.loader.LoadReport;
import io.float2.progress.Progress;
import io.float2.server.PrivateServer;
import io.float2.server.StartOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code float2 demo}: does the main job on a private server and reports it. */
@Command(
        name = "demo",
        description = {
            "Load, index and search 20,000 image descriptors on a private server, and measure it.",
            "Starts the server if need be and leaves it running. The table demo.photos is made anew each time."
        },
        footer = {"", "Examples:", "  float2 demo"})
final class DemoCommand implements Callable<Integer> {

    private static final double WANTED_RECALL = 0.95;
    /** pgvector's own default, so that the figures are what a user gets without any setting. */
    private static final int EF_SEARCH = 40;

    @Mixin
    private ServerDirectoryOption directory;

    @Mixin
    private Output output;

    private final Map<String, Object> measured = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        PhotoSample sample = PhotoSample.read(home(), Demo.K);
        PrivateServer server = directory.server();
        ConnectionTarget target = server.start(StartOptions.plain(), output::remark);
        Progress progress = output.progress();
        double recall;
        try (Demo demo = new Demo(target, sample)) {
            printServer(server, target, demo.serverInstructionSet());
            printLoad(demo.load(progress));
            printStorage(demo.compareStorage());
            printIndex(demo.buildIndex(progress));
            SearchMeasurement search = demo.search(EF_SEARCH);
            printSearch(search);
            printFilteredSearch(demo.filteredSearch());
            recall = search.recall();
        }
        if (output.isJson()) {
            output.json(measured);
        }
        if (recall < WANTED_RECALL) {
            throw new UserException(String.format(Locale.ROOT, "recall@%d is %.4f, but %.2f is expected of this sample",
                    Demo.K, recall, WANTED_RECALL));
        }
        printGoOn();
        return 0;
    }

    private static Path home() {
        String home = System.getProperty("float2.home");
        if (home == null) {
            throw new UserException("the sample data are read from the project's directory: run the demo as bin/float2 demo");
        }
        return Path.of(home).toAbsolutePath().normalize();
    }

    private void printServer(PrivateServer server, ConnectionTarget target, String instructionSet) throws Exception {
        String version = server.status().version();
        measured.put("server_version", version);
        measured.put("instruction_set", instructionSet);
        heading("Server");
        output.println("  PostgreSQL " + version + " at " + target.address() + ", in " + server.directory().path());
        output.println("  kernel instruction set: " + instructionSet);
    }

    private void printLoad(LoadReport report) {
        measured.put("load", report);
        heading("Load");
        output.println(String.format(Locale.ROOT, "  %s vectors of %d dimensions with %d more columns into %s",
                Human.count(report.rows()), report.dimension(), report.columns().size() - 1, report.table()));
        output.println("  in " + Human.duration(report.seconds()) + ": " + Human.rate(report.rowsPerSecond(), "rows") + ", "
                + Human.bytes(report.bytesPerSecond()) + "/s, " + report.jobs() + (report.jobs() == 1 ? " connection" : " connections"));
    }

    private void printStorage(StorageComparison storage) {
        measured.put("storage", storage);
        heading("Storage");
        print(new Table("vectors as", "table", "one vector")
                .row("float2[]", Human.bytes(storage.halfTableBytes()), storage.halfVectorBytes() + " B")
                .row("float4[]", Human.bytes(storage.floatTableBytes()), storage.floatVectorBytes() + " B")
                .row("float2[] / float4[]", ratio(storage.halfTableBytes(), storage.floatTableBytes()),
                        ratio(storage.halfVectorBytes(), storage.floatVectorBytes())));
    }

    private void printIndex(IndexReport report) {
        measured.put("index", report);
        heading("Index");
        output.println("  " + report.statement());
        output.println("  in " + Human.duration(report.seconds()) + ", " + Human.bytes(report.indexBytes()));
    }

    private void printSearch(SearchMeasurement search) {
        measured.put("search", search);
        heading("Search");
        output.println(String.format(Locale.ROOT, "  %s queries for the %d nearest, hnsw.ef_search = %d, one connection",
                Human.count(search.queries()), search.k(), search.efSearch()));
        output.println(String.format(Locale.ROOT, "  recall@%d: %.4f (part of the exact neighbours found)", search.k(), search.recall()));
        output.println(String.format(Locale.ROOT, "  latency: median %s, 99 %% below %s; %s",
                Human.duration(search.medianMillis() / 1000), Human.duration(search.p99Millis() / 1000),
                Human.rate(search.queriesPerSecond(), "queries")));
        output.println("  exact search without the index: median " + Human.duration(search.exactMillis() / 1000));
    }

    private void printFilteredSearch(FilteredSearch search) {
        measured.put("filtered_search", search);
        heading("Filtered search");
        search.sql().lines().forEach(line -> output.println("  " + line));
        output.println("");
        Table table = new Table(search.columns().toArray(String[]::new));
        search.rows().forEach(row -> table.row(row.toArray()));
        print(table);
        output.println("");
        search.plan().forEach(line -> output.println("  " + line));
    }

    private void printGoOn() {
        heading("Go on");
        output.println("  bin/float2 psql" + directory.asGiven() + " opens a shell on this database. Try there:");
        output.println("");
        for (String statement : List.of(
                "\\d " + Demo.TABLE,
                "SELECT '{1,2,3}'::float2[] <-> '{1,2,5}'::float2[] AS distance;",
                "SELECT id, photo FROM " + Demo.TABLE + " ORDER BY vector <-> (SELECT vector FROM " + Demo.TABLE + " WHERE id = 42) LIMIT 5;",
                "SELECT * FROM float2_kernel_info();")) {
            output.println("  " + statement);
        }
        output.println("");
        output.println("  bin/float2 server stop" + directory.asGiven() + " stops the server.");
    }

    private void heading(String text) {
        output.println("");
        output.println(text);
    }

    private void print(Table table) {
        output.print(table.indented(2));
    }

    private static String ratio(long part, long whole) {
        return String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }
}
