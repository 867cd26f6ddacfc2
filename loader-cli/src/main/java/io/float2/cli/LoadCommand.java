package io.float2.cli;

import io.float2.loader.LoadPlan;
import io.float2.loader.LoadReport;
import io.float2.loader.OverflowPolicy;
import io.float2.loader.SourceFormat;
import io.float2.loader.ValueCounts;
import io.float2.loader.VectorLoader;
import io.float2.sql.Identifier;
import io.float2.sql.TableName;
import io.float2.sql.VectorType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code float2 load}. */
@Command(
        name = "load",
        description = {
            "Load vectors from files into a table: all of them or none.",
            "Files are fvecs, bvecs, or CSV with a header line and the vectors in a column as [1,2] or {1,2}."
        })
final class LoadCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "Files with vectors, loaded one after the other.")
    private List<Path> sources;

    @Option(names = {"-t", "--table"}, required = true, paramLabel = "[SCHEMA.]TABLE", description = "Table to load.")
    private String table;

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "Format of the sources: ${COMPLETION-CANDIDATES}. Default: told by each file's ending.")
    private SourceFormat format;

    @Option(names = "--vector-column", paramLabel = "NAME",
            description = "Column of a CSV source that holds the vectors. Default: the one with brackets or braces.")
    private String vectorSourceColumn;

    @Option(names = "--metadata", paramLabel = "FILE",
            description = "CSV file with more columns; its rows belong to the vectors by their number.")
    private Path metadata;

    @Option(names = "--columns", split = ",", paramLabel = "FILE_COLUMN[=TABLE_COLUMN]",
            description = "Columns to load beside the vector, and the table's columns for them. Default: all, under their own names.")
    private List<String> columns;

    @Option(names = "--vector", paramLabel = "COLUMN",
            description = "Table column for the vectors. Default: the only one there is; in a new table, vector.")
    private String vectorColumn;

    @Option(names = "--id", paramLabel = "COLUMN",
            description = "Table column for the row number, counted from 0 over all sources. Default: none; in a new table, id, unless "
                    + "the files have a column of that name.")
    private String idColumn;

    @Option(names = "--create",
            description = "Make the table. Columns get the narrowest of boolean, bigint, double precision and text that takes all values; "
                    + "the column id becomes the primary key.")
    private boolean create;

    @Option(names = "--drop", description = "With --create: drop the table of that name in the same transaction.")
    private boolean drop;

    @Option(names = "--truncate", description = "Empty the table in the same transaction.")
    private boolean truncate;

    @Option(names = "--no-key", description = "With --create: no primary key, and no column of row numbers but by --id.")
    private boolean withoutKey;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "float2[]", converter = VectorTypeConverter.class,
            description = "With --create: type of the vector column, float2[] or float4[].")
    private VectorType type;

    @Option(names = {"-j", "--jobs"}, paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Connections that copy at once. Default: one for each processor, at most 4. With 1 the whole load is one "
                    + "transaction; with more, all are committed together when the last row has got through.")
    private int jobs = LoadPlan.defaultJobs();

    @Option(names = "--on-overflow", paramLabel = "WHAT", defaultValue = "infinity",
            description = "Values too large for the vector's type become infinity, or reject the load: ${COMPLETION-CANDIDATES}.")
    private OverflowPolicy onOverflow;

    @Option(names = "--limit", paramLabel = "N", description = "Load the first N rows only.")
    private Long limit;

    @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        LoadReport report = VectorLoader.load(plan(), connection.target()::open, output.progress());
        if (output.isJson()) {
            output.json(report);
        } else {
            print(report);
        }
        return 0;
    }

    private LoadPlan plan() {
        LoadPlan.Builder plan = LoadPlan.of(TableName.parse(table), sources.toArray(Path[]::new))
                .format(format)
                .vectorSourceColumn(vectorSourceColumn)
                .metadata(metadata)
                .vectorColumn(vectorColumn == null ? null : Identifier.parse(vectorColumn))
                .idColumn(idColumn == null ? null : Identifier.parse(idColumn))
                .create(create)
                .drop(drop)
                .truncate(truncate)
                .keyed(!withoutKey)
                .vectorType(type)
                .onOverflow(onOverflow)
                .jobs(jobs)
                .dryRun(dryRun);
        for (String mapping : columns == null ? List.<String>of() : columns) {
            int equals = mapping.indexOf('=');
            if (equals < 0) {
                plan.column(mapping, Identifier.forNewColumn(mapping));
            } else {
                plan.column(mapping.substring(0, equals), Identifier.parse(mapping.substring(equals + 1)));
            }
        }
        if (limit != null) {
            plan.limit(limit);
        }
        return plan.build();
    }

    private void print(LoadReport report) {
        report.statements().forEach(statement -> output.println(statement + ";"));
        if (report.dryRun()) {
            Table mapping = new Table("column", "type", "from");
            report.columns().forEach(c -> mapping.row(c.column(), c.type(), c.source()));
            output.print(mapping);
            output.println("nothing has been loaded, as --dry-run asks");
            return;
        }
        output.println("loaded " + Human.count(report.rows()) + " vectors of dimension " + report.dimension() + " into " + report.table()
                + " in " + Human.duration(report.seconds()) + ": " + Human.rate(report.rowsPerSecond(), "rows") + ", "
                + Human.bytes(report.bytesPerSecond()) + "/s of the files, " + report.jobs()
                + (report.jobs() == 1 ? " connection" : " connections"));
        if (report.tableBytes() != LoadReport.UNKNOWN) {
            output.println("the table with its indexes takes " + Human.bytes(report.tableBytes()));
        }
        ValueCounts values = report.values();
        if (values.rows() > 0) {
            output.println(Human.count(values.rows()) + " rows have values that are not finite, which no index takes: "
                    + Human.count(values.overflowed()) + " too large for the type, " + Human.count(values.infinite()) + " infinite and "
                    + Human.count(values.notANumber()) + " NaN in the files");
        }
    }

    /** Takes float2 for float2[], since brackets are a nuisance in a shell. */
    static final class VectorTypeConverter implements ITypeConverter<VectorType> {

        @Override
        public VectorType convert(String value) {
            for (VectorType type : VectorType.values()) {
                if (value.equals(type.label()) || value.equals(type.elementName())) {
                    return type;
                }
            }
            throw new TypeConversionException("\"" + value + "\" is neither float2[] nor float4[]");
        }
    }
}
