package io.float2.cli;

import io.float2.loader.LoadPlan;
import io.float2.loader.LoadReport;
import io.float2.loader.VectorLoader;
import io.float2.loader.source.SourceFormat;
import io.float2.sql.Identifier;
import io.float2.sql.TableName;
import io.float2.sql.VectorType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code float2 load}. */
@Command(
        name = "load",
        customSynopsis = "@|bold float2 load|@ [@|yellow OPTION|@…] @|yellow SOURCE|@… --table [SCHEMA.]TABLE",
        description = {
            "Load vectors from files into a table.",
            "The rows come in shards, each in one transaction; a load that was broken off goes on with --import-id. A small load is one "
                    + "shard: all of it or nothing.",
            "Files are fvecs, bvecs, ivecs, fbin, u8bin, i8bin, npy, npz, HDF5, CSV, TSV, JSON Lines or Parquet, plain or packed as gz or "
                    + "zst. docs/load.md has an example of each."
        },
        footer = {
            "",
            "Examples:",
            "  float2 load base.fvecs -t photos --create",
            "  float2 load base.npy --metadata base.csv -t photos --create --jobs 4",
            "  float2 load glove.6B.300d.txt --delimiter space --no-header \\",
            "      -t words --create --columns column1=word",
            "  float2 load new.parquet -t photos --on-conflict update",
            "  float2 load base.fvecs -t photos --create --import-id monday",
            "  float2 load base.fvecs -t photos --create --import-id monday  # goes on",
            "  float2 load --status monday"
        })
final class LoadCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "SOURCE", converter = SourceArgument.class,
            description = "Files with vectors, loaded one after the other; - is standard input.")
    private List<Path> sources;

    @Option(names = {"-t", "--table"}, paramLabel = "[SCHEMA.]TABLE", description = "Table to load.")
    private String table;

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "Format of the sources: ${COMPLETION-CANDIDATES}. Default: told by each file's ending.")
    private SourceFormat format;

    @Option(names = "--vector-column", paramLabel = "NAME",
            description = "Column that holds the vectors; FIRST..LAST or FIRST.. for columns that hold a value each; in HDF5 the data set, "
                    + "in npz the array. Default: the column with brackets or braces; train; the only one.")
    private String vectorSourceColumn;

    @Mixin
    private CsvOptions csv;

    @Option(names = "--metadata", paramLabel = "FILE",
            description = "File with more columns (CSV, TSV, JSON Lines or Parquet); its rows belong to the vectors by their number.")
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
            description = "Make the table. Columns get the narrowest type that takes all values: boolean, bigint, double precision, date, "
                    + "timestamp with or without time zone, uuid, jsonb or text. The column id becomes the primary key.")
    private boolean create;

    @Option(names = "--drop", description = "With --create: drop the table of that name in the same transaction.")
    private boolean drop;

    @Option(names = "--truncate", description = "Empty the table in the same transaction.")
    private boolean truncate;

    @Option(names = "--no-key", description = "With --create: no primary key, and no column of row numbers but by --id.")
    private boolean withoutKey;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "float2[]", converter = VectorTypeConverter.class,
            description = "With --create: type of the vector column: float2, float4, smallint (arrays), halfvec or vector.")
    private VectorType type;

    @Option(names = {"-j", "--jobs"}, paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Connections that copy at once, each of them a shard. Default: one for each processor, at most 4.")
    private int jobs = LoadPlan.defaultJobs();

    @Mixin
    private LoadHelp help;

    @Mixin
    private LayoutOptions layout;

    @Mixin
    private RowOptions rows;

    @Mixin
    private ShardOptions shards;

    @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (shards.status() != null) {
            return new StatusOutput(output).print(shards.status(), connection.target()::open);
        }
        LoadReport report = VectorLoader.load(plan(), connection.target()::open, output.progress());
        if (output.isJson()) {
            output.json(report);
        } else {
            new LoadSummary(output).print(report);
        }
        return report.complete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private LoadPlan plan() {
        if (sources == null || table == null) {
            throw new ParameterException(spec.commandLine(),
                    "what to load is missing: SOURCE and --table TABLE, or --status ID to see how far a load is");
        }
        LoadPlan.Builder plan = LoadPlan.of(TableName.parse(table), sources.toArray(Path[]::new))
                .format(format)
                .csv(csv.dialect())
                .vectorSourceColumn(vectorSourceColumn)
                .metadata(metadata)
                .vectorColumn(vectorColumn == null ? null : Identifier.parse(vectorColumn))
                .idColumn(idColumn == null ? null : Identifier.parse(idColumn))
                .create(create)
                .drop(drop)
                .truncate(truncate)
                .keyed(!withoutKey)
                .vectorType(type)
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
        rows.apply(plan, sources.get(0));
        layout.apply(plan);
        shards.apply(plan);
        return plan.build();
    }

    /** Takes float2 for float2[], since brackets are a nuisance in a shell. */
    static final class VectorTypeConverter implements ITypeConverter<VectorType> {

        @Override
        public VectorType convert(String value) {
            for (VectorType type : VectorType.values()) {
                if (value.equals(type.label()) || value.equals(type.label().replace("[]", ""))) {
                    return type;
                }
            }
            throw new TypeConversionException("\"" + value + "\" is none of float2[], float4[], halfvec, vector and smallint[]");
        }
    }
}
