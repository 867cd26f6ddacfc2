package io.float2.loader;

import io.float2.UsageException;
import io.float2.loader.source.ColumnTable;
import io.float2.loader.source.CsvDialect;
import io.float2.loader.source.SourceFormat;
import io.float2.loader.source.VectorReader;
import io.float2.sql.TableName;
import io.float2.sql.VectorType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be loaded, and into what. Made with {@link #of}, changed with the {@code with} methods of {@link Builder}.
 *
 * @param sources files with vectors, loaded one after the other as if they were one
 * @param format of all sources; null: told by each file's ending
 * @param csv how the sources are written that are CSV or TSV; where none is, how the metadata are
 * @param vectorSourceColumn name of the column that holds the vectors in a file with named columns; null: found by its brackets
 * @param metadata file with named columns whose rows belong to the sources' rows by their number, or null
 * @param columns file column to table column; only these are loaded. Empty: all columns, under their own names
 * @param vectorColumn table column for the vectors; null: the table's only vector column, or {@code vector} in a new table
 * @param idColumn table column for the row number, counted from 0 over all sources; null: none in an existing table, {@code id}
 *     in a new one unless the files have a column of that name
 * @param create make the table; its types come from the values in the files
 * @param drop drop a table of that name first; only with {@code create}
 * @param truncate empty the existing table first
 * @param keyed whether a new table gets a primary key on its id
 * @param vectorType of the vector column of a new table
 * @param jobs connections that copy at once
 * @param dimension of the vectors; null: that of the first one
 * @param rejects CSV file that takes the rows that are wrong; null: the first one ends the load
 * @param limit most rows to load
 * @param selection which of the rows are loaded
 * @param layout how a new table is laid out
 * @param importId names the load in the ledger, so that it can go on where it was broken off; null: one is made up
 * @param shardRows most rows in a shard, which is loaded in one transaction; 0: chosen (see {@link ShardPlan})
 * @param retries how often a shard is tried again after a failure that may pass
 * @param memory bytes that rows on their way may take here, whatever the size of the files; 0: chosen
 * @param onConflict what happens to a row whose key is in the existing table already
 * @param transfer how vectors travel
 * @param dryRun only say what would be done; nothing is written
 */
public record LoadPlan(
        List<Path> sources,
        SourceFormat format,
        CsvDialect csv,
        String vectorSourceColumn,
        Path metadata,
        TableName table,
        Map<String, String> columns,
        String vectorColumn,
        String idColumn,
        boolean create,
        boolean drop,
        boolean truncate,
        boolean keyed,
        VectorType vectorType,
        OverflowPolicy onOverflow,
        int jobs,
        long limit,
        Integer dimension,
        Path rejects,
        RowSelection selection,
        NewTableLayout layout,
        String importId,
        long shardRows,
        int retries,
        long memory,
        ConflictPolicy onConflict,
        Transfer transfer,
        boolean dryRun) {

    /** Most connections that one load may use. */
    public static final int MAX_JOBS = 64;

    /** How often a shard is tried again unless said otherwise: for about half a minute. */
    public static final int DEFAULT_RETRIES = 6;

    /** Name of a new table's row number. */
    static final String DEFAULT_ID = "id";

    /** Name of a new table's vector column. */
    static final String DEFAULT_VECTOR = "vector";

    public LoadPlan {
        sources = List.copyOf(sources);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        if (sources.isEmpty()) {
            throw new UsageException("there is no file to load");
        }
        if (create && truncate) {
            throw new UsageException("a table that is created is not truncated: give --create or --truncate");
        }
        if (drop && !create) {
            throw new UsageException("--drop drops a table to create it anew: give --create with it");
        }
        if (jobs < 1 || jobs > MAX_JOBS) {
            throw new UsageException("a load takes 1 to " + MAX_JOBS + " jobs, not " + jobs);
        }
        if (dimension != null && (dimension < 1 || dimension > VectorReader.MAX_DIMENSION)) {
            throw new UsageException("a vector has 1 to " + VectorReader.MAX_DIMENSION + " values, not " + dimension);
        }
        if (!create && !layout.equals(NewTableLayout.DEFAULT)) {
            throw new UsageException("--unlogged, --partitions and --distribute-by are for a new table: give --create with them");
        }
        if (layout.partitions() > 0 && !keyed) {
            throw new UsageException("rows are spread over partitions by the id, which --no-key leaves out");
        }
        if (!csv.equals(CsvDialect.DEFAULT) && !isCsv(sources, format, csv)
                && (metadata == null || !isCsv(List.of(metadata), null, csv))) {
            throw new UsageException("--delimiter, --quote and --no-header are for CSV and TSV, and none of the files is of these formats");
        }
        if (limit < 1) {
            throw new UsageException("a load takes 1 row or more, not " + limit);
        }
        if (importId != null && !importId.matches("\\P{Cntrl}{1,200}")) {
            throw new UsageException("an import id has 1 to 200 characters on one line, not \"" + importId + "\"");
        }
        if (shardRows < 0 || retries < 0 || memory < 0) {
            throw new UsageException("--shard-rows, --retries and --memory cannot be negative");
        }
        if (create && onConflict != ConflictPolicy.FAIL) {
            throw new UsageException("--on-conflict is for a table that exists: a new one gets its key after the rows");
        }
    }

    /** Whether any of these files is CSV or TSV. */
    private static boolean isCsv(List<Path> files, SourceFormat format, CsvDialect csv) {
        return files.stream().anyMatch(file -> (format == null ? SourceFormat.of(file, csv) : format).isCsv());
    }

    /** Opens the file of metadata. */
    ColumnTable openMetadata() {
        return ColumnTable.open(metadata, null, isCsv(sources, format, csv) ? CsvDialect.DEFAULT : csv);
    }

    /** Opens a source for the columns beside the vector. */
    ColumnTable openColumns(Path source) {
        ColumnTable table = ColumnTable.open(source, format, csv);
        if (rejects != null) {
            table.keepMisfits();
        }
        return table;
    }

    /** A plan with the defaults for loading {@code sources} into {@code table}, which exists. */
    public static Builder of(TableName table, Path... sources) {
        return new Builder(table, List.of(sources));
    }

    /** As many connections as the machine has use for, at most four: the server works as hard as the loader. */
    public static int defaultJobs() {
        return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    }

    /** Collects a plan; every method changes and returns the builder. */
    public static final class Builder {

        private final TableName table;
        private final List<Path> sources;
        private final Map<String, String> columns = new LinkedHashMap<>();
        private SourceFormat format;
        private CsvDialect csv = CsvDialect.DEFAULT;
        private String vectorSourceColumn;
        private Path metadata;
        private String vectorColumn;
        private String idColumn;
        private boolean create;
        private boolean drop;
        private boolean truncate;
        private boolean keyed = true;
        private VectorType vectorType = VectorType.FLOAT2_ARRAY;
        private OverflowPolicy onOverflow = OverflowPolicy.INFINITY;
        private int jobs = defaultJobs();
        private long limit = Long.MAX_VALUE;
        private Integer dimension;
        private Path rejects;
        private RowSelection selection = RowSelection.ALL;
        private NewTableLayout layout = NewTableLayout.DEFAULT;
        private String importId;
        private long shardRows;
        private int retries = DEFAULT_RETRIES;
        private long memory;
        private ConflictPolicy onConflict = ConflictPolicy.FAIL;
        private Transfer transfer = Transfer.AUTO;
        private boolean dryRun;

        private Builder(TableName table, List<Path> sources) {
            this.table = table;
            this.sources = sources;
        }

        public Builder format(SourceFormat value) {
            format = value;
            return this;
        }

        public Builder csv(CsvDialect value) {
            csv = value;
            return this;
        }

        public Builder vectorSourceColumn(String name) {
            vectorSourceColumn = name;
            return this;
        }

        public Builder metadata(Path file) {
            metadata = file;
            return this;
        }

        public Builder column(String inFile, String inTable) {
            columns.put(inFile, inTable);
            return this;
        }

        public Builder columns(Map<String, String> fileToTable) {
            columns.putAll(fileToTable);
            return this;
        }

        public Builder vectorColumn(String name) {
            vectorColumn = name;
            return this;
        }

        public Builder idColumn(String name) {
            idColumn = name;
            return this;
        }

        public Builder create(boolean value) {
            create = value;
            return this;
        }

        public Builder drop(boolean value) {
            drop = value;
            return this;
        }

        public Builder truncate(boolean value) {
            truncate = value;
            return this;
        }

        public Builder keyed(boolean value) {
            keyed = value;
            return this;
        }

        public Builder vectorType(VectorType value) {
            vectorType = value;
            return this;
        }

        public Builder onOverflow(OverflowPolicy value) {
            onOverflow = value;
            return this;
        }

        public Builder jobs(int value) {
            jobs = value;
            return this;
        }

        public Builder dimension(Integer value) {
            dimension = value;
            return this;
        }

        public Builder rejects(Path csv) {
            rejects = csv;
            return this;
        }

        public Builder selection(RowSelection value) {
            selection = value;
            return this;
        }

        public Builder layout(NewTableLayout value) {
            layout = value;
            return this;
        }

        public Builder limit(long rows) {
            limit = rows;
            return this;
        }

        public Builder importId(String id) {
            importId = id;
            return this;
        }

        public Builder shardRows(long rows) {
            shardRows = rows;
            return this;
        }

        public Builder retries(int value) {
            retries = value;
            return this;
        }

        public Builder memory(long bytes) {
            memory = bytes;
            return this;
        }

        public Builder onConflict(ConflictPolicy value) {
            onConflict = value;
            return this;
        }

        public Builder transfer(Transfer value) {
            transfer = value;
            return this;
        }

        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** @throws UsageException when two of the settings exclude each other */
        public LoadPlan build() {
            return new LoadPlan(sources, format, csv, vectorSourceColumn, metadata, table, columns, vectorColumn, idColumn, create, drop,
                    truncate, keyed, vectorType, onOverflow, jobs, limit, dimension, rejects,
                    selection, layout, importId, shardRows, retries, memory, onConflict, transfer, dryRun);
        }
    }
}
