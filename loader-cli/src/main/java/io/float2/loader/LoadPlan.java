package io.float2.loader;

import io.float2.UserException;
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
 * @param vectorSourceColumn name of the column that holds the vectors in a file with named columns; null: found by its brackets
 * @param metadata CSV file whose rows belong to the sources' rows by their number, or null
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
 * @param limit most rows to load
 * @param dryRun only say what would be done; nothing is written
 */
public record LoadPlan(
        List<Path> sources,
        SourceFormat format,
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
        boolean dryRun) {

    /** Most connections that one load may use. */
    public static final int MAX_JOBS = 64;

    /** Name of a new table's row number. */
    static final String DEFAULT_ID = "id";

    /** Name of a new table's vector column. */
    static final String DEFAULT_VECTOR = "vector";

    public LoadPlan {
        sources = List.copyOf(sources);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        if (sources.isEmpty()) {
            throw new UserException("there is no file to load");
        }
        if (create && truncate) {
            throw new UserException("a table that is created is not truncated: give --create or --truncate");
        }
        if (drop && !create) {
            throw new UserException("--drop drops a table to create it anew: give --create with it");
        }
        if (jobs < 1 || jobs > MAX_JOBS) {
            throw new UserException("a load takes 1 to " + MAX_JOBS + " jobs, not " + jobs);
        }
        if (limit < 1) {
            throw new UserException("a load takes 1 row or more, not " + limit);
        }
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
        private boolean dryRun;

        private Builder(TableName table, List<Path> sources) {
            this.table = table;
            this.sources = sources;
        }

        public Builder format(SourceFormat value) {
            format = value;
            return this;
        }

        public Builder vectorSourceColumn(String name) {
            vectorSourceColumn = name;
            return this;
        }

        public Builder metadata(Path csv) {
            metadata = csv;
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

        public Builder limit(long rows) {
            limit = rows;
            return this;
        }

        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** @throws UserException when two of the settings exclude each other */
        public LoadPlan build() {
            return new LoadPlan(sources, format, vectorSourceColumn, metadata, table, columns, vectorColumn, idColumn, create, drop,
                    truncate, keyed, vectorType, onOverflow, jobs, limit, dryRun);
        }
    }
}
