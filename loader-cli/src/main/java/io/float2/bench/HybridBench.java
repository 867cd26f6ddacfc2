package io.float2.bench;

import io.float2.bench.split.MariaDb;
import io.float2.connect.ConnectionTarget;
import io.float2.connect.Extension;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import io.float2.sql.ExitGuard;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares one SQL statement that filters and searches with the same done by a database and a vector process apart. */
public final class HybridBench {

    private static final String ONE = "one statement";
    private static final String ONE_COVERING = "one statement, covering index";
    private static final String ONE_PARTIAL = "one statement, partial index";

    /** An index for the filter alone is tried where it lets through at most this part of the rows. */
    private static final double NARROW = 0.2;

    /** Candidates kept, tried from few to many. */
    private static final List<Integer> CANDIDATES = List.of(10, 20, 40, 80, 160, 320, 640);

    private final HybridBenchPlan plan;
    private final ConnectionTarget target;
    private final ConnectionSource reads;
    private final Progress progress;

    private HybridBench(HybridBenchPlan plan, ConnectionTarget target, ConnectionSource reads, Progress progress) {
        this.plan = plan;
        this.target = target;
        this.reads = reads;
        this.progress = progress;
    }

    /**
     * Carries a comparison out, in a schema of its own that is dropped at the end. Where MariaDB is not installed only one statement is
     * measured, and the report says so.
     *
     * @throws io.float2.UserException when data, plan or a server are at fault
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static HybridReport run(HybridBenchPlan plan, ConnectionTarget target, ConnectionSource reads, Progress progress)
            throws IOException, SQLException, InterruptedException {
        // The private servers are stopped, too, when the process is told to end.
        ExitGuard guard = ExitGuard.hold();
        try {
            return new HybridBench(plan, target, reads, progress).run();
        } finally {
            guard.close();
        }
    }

    private HybridReport run() throws IOException, SQLException, InterruptedException {
        Map<String, String> machine;
        try (Connection connection = target.open()) {
            Extension.require(connection);
            machine = Machine.describe(connection);
        }
        BenchData data = BenchData.read(plan.data(), plan.rows(), BenchData.AS_FILE, plan.queries());
        Items items = Items.read(plan.data(), data.rows());
        if (!MariaDb.isInstalled()) {
            progress.note(MariaDb.MISSING);
            return measure(data, items, machine, null);
        }
        try (SplitStores stores = SplitStores.start(data)) {
            return measure(data, items, machine, stores);
        }
    }

    /** @param stores null: there are none */
    private HybridReport measure(BenchData data, Items items, Map<String, String> machine, SplitStores stores)
            throws IOException, SQLException, InterruptedException {
        try (ScratchSchema schema = ScratchSchema.create(target::open)) {
            HybridTable table = new HybridTable(target::open, schema, plan);
            table.load(data, items, progress);
            List<HybridReport.Build> builds = new ArrayList<>();
            builds.add(table.buildIndex(data.dimension()));
            if (stores != null) {
                stores.load(data, items, progress);
                stores.loadVectors(data, progress);
                if (plan.graph()) {
                    builds.add(stores.build(plan.m(), plan.efConstruction(), progress));
                }
            }
            List<HybridReport.Filtered> filters = new ArrayList<>();
            for (HybridFilter filter : HybridFilter.of(plan, items)) {
                filters.add(measure(filter, data, table, stores));
            }
            return new HybridReport(data.source(), data.rows(), data.dimension(), data.queries().length, plan.k(), plan.recall(), machine,
                    stores == null ? MariaDb.MISSING : null, builds, filters);
        }
    }

    private HybridReport.Filtered measure(HybridFilter filter, BenchData data, HybridTable table, SplitStores stores)
            throws IOException, SQLException, InterruptedException {
        long passing = table.count(filter);
        TrueDistances truth = TrueDistances.compareAll(target::open, table.table(), table.queries(), data.queries().length, plan.k(),
                filter.sql(), Runtime.getRuntime().availableProcessors(), progress);
        List<HybridReport.Way> ways = new ArrayList<>(measure(ONE, filter, data, truth, table, stores));
        if (filter.condition() != null && passing > 0 && passing <= NARROW * data.rows()) {
            if (HybridTable.canCover(data.dimension())) {
                table.buildCoveringIndex(filter);
                ways.addAll(measureAgain(ONE_COVERING, filter, data, truth, table, stores));
            }
            table.buildPartialIndex(filter, data.dimension());
            ways.addAll(measureAgain(ONE_PARTIAL, filter, data, truth, table, stores));
        }
        return new HybridReport.Filtered(filter.name(), filter.condition(), passing, ways);
    }

    /** The statement with an index more, which is dropped afterwards; the others run again beside it for the ratio only. */
    private List<HybridReport.Way> measureAgain(String name, HybridFilter filter, BenchData data, TrueDistances truth, HybridTable table,
            SplitStores stores) throws IOException, SQLException, InterruptedException {
        List<HybridReport.Way> again = measure(name, filter, data, truth, table, stores);
        table.dropExtraIndex();
        return again.subList(0, 1);
    }

    /** All ways in turn, one statement first. */
    private List<HybridReport.Way> measure(String name, HybridFilter filter, BenchData data, TrueDistances truth, HybridTable table,
            SplitStores stores) throws IOException, SQLException, InterruptedException {
        List<SearchWay> ways = new ArrayList<>();
        try {
            ways.add(new OneStatement(name, reads.open(), table.table(), filter, plan.k(), CANDIDATES, data));
            if (stores != null) {
                ways.add(new SplitSearch(stores.openDatabase(), stores.openVectors(), filter, plan.k(),
                        plan.graph() ? CANDIDATES : List.of(), filter.condition() != null || !plan.graph(), data));
                if (name.equals(ONE)) {
                    ways.add(new FetchAll(stores.openDatabase(), filter, plan.k(), data));
                }
            }
            return measure(filter.name(), ways, data, truth);
        } finally {
            for (SearchWay way : ways) {
                way.close();
            }
        }
    }

    private List<HybridReport.Way> measure(String filter, List<SearchWay> ways, BenchData data, TrueDistances truth)
            throws IOException, SQLException, InterruptedException {
        List<WayMeasurement> measurements = new ArrayList<>();
        progress.phase("search " + filter, "rounds", plan.rounds());
        for (SearchWay way : ways) {
            WayMeasurement measurement = new WayMeasurement(way, data, truth, plan);
            measurement.choose();
            measurements.add(measurement);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (WayMeasurement measurement : measurements) {
                measurement.round();
            }
            progress.advance(1, 0);
        }
        progress.done();
        List<HybridReport.Way> reports = new ArrayList<>();
        WayMeasurement split = measurements.size() > 1 ? measurements.get(1) : null;
        for (WayMeasurement measurement : measurements) {
            reports.add(measurement.report(split));
        }
        return reports;
    }
}
