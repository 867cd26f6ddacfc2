package io.float2.loader;

import io.float2.progress.Progress;
import io.float2.sql.Identifier;
import io.float2.sql.Sql;
import io.float2.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a new table, and how its rows are stored.
 *
 * <p>A scan that compares vectors should find them in the row. The server moves the longest values of a row of more than about 2,000
 * bytes out of line, so the vector is stored plain, and the row may fill a page before anything else is moved.
 */
final class TableDesign {

    /** Page header and one line pointer, rounded up. */
    private static final int PAGE_OVERHEAD = 32;

    private static final int ROW_HEADER = 23;
    private static final int ALIGNMENT = 8;

    /** A row below this size is left alone by the server. */
    private static final int TOAST_THRESHOLD = 2_032;

    /** Most that the table option toast_tuple_target takes. */
    private static final int GREATEST_TARGET = 8_160;

    private final Map<String, String> types;
    private final String vectorColumn;
    private final String key;
    private final NewTableLayout layout;
    private final boolean fitsPage;
    private final int rowBytes;
    private final int mostInPage;

    private TableDesign(
            Map<String, String> types, String vectorColumn, String key, NewTableLayout layout, int rowBytes, int mostInPage) {
        this.types = types;
        this.vectorColumn = vectorColumn;
        this.key = key;
        this.layout = layout;
        this.rowBytes = rowBytes;
        this.mostInPage = mostInPage;
        fitsPage = rowBytes <= mostInPage;
    }

    /** Reads all fields of the files to find types that take them. */
    static TableDesign of(
            LoadPlan plan, SourceRows rows, List<BoundColumn> bound, String vectorSqlType, int blockSize, Progress progress) {
        List<FieldType> fieldTypes = fieldTypes(plan, rows, progress);
        Map<String, String> types = new LinkedHashMap<>();
        String vectorColumn = null;
        int bytes = align(ROW_HEADER + (bound.size() + 7) / 8);
        for (BoundColumn column : bound) {
            FieldType type = FieldType.BIGINT;
            if (column.source() instanceof ColumnSource.Vector) {
                vectorColumn = column.column();
                types.put(vectorColumn, vectorSqlType);
                bytes += align(Math.toIntExact(plan.vectorType().storedBytes(rows.dimension())));
                continue;
            }
            if (column.source() instanceof ColumnSource.Field field) {
                type = fieldTypes.get(field.index());
            }
            types.put(column.column(), type.sqlName());
            bytes += align(type.leastBytes());
        }
        String id = plan.idColumn() != null ? plan.idColumn() : LoadPlan.DEFAULT_ID;
        String key = plan.keyed() && types.containsKey(id) ? id : null;
        return new TableDesign(types, vectorColumn, key, plan.layout(), bytes, blockSize - PAGE_OVERHEAD);
    }

    private static int align(int bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static List<FieldType> fieldTypes(LoadPlan plan, SourceRows rows, Progress progress) {
        List<FieldType> types = new ArrayList<>();
        List<String> own = names(rows, false);
        if (!own.isEmpty()) {
            types.addAll(TypeInference.of(plan.sources(), plan::openColumns, own, progress));
        }
        List<String> joined = names(rows, true);
        if (!joined.isEmpty()) {
            types.addAll(TypeInference.of(List.of(plan.metadata()), file -> plan.openMetadata(), joined, progress));
        }
        return types;
    }

    private static List<String> names(SourceRows rows, boolean joined) {
        return rows.fields().stream().filter(f -> f.joined() == joined).map(SourceField::name).toList();
    }

    String typeOf(String column) {
        return types.get(column);
    }

    /** The column to become the primary key, or null. */
    String key() {
        return key;
    }

    /** The primary key as it stands in a statement: Citus wants the column in it that says where a row is. */
    String keyColumns() {
        return Identifier.quote(key) + (layout.isDistributed() && !layout.distributeBy().equals(key)
                ? ", " + Identifier.quote(layout.distributeBy()) : "");
    }

    /** Whether a row with its vector, and its texts out of line if need be, fits into a page. */
    boolean fitsPage() {
        return fitsPage;
    }

    /** The statements that make the table under a name; the key comes after the rows. */
    List<String> statements(TableName name) {
        List<String> statements = new ArrayList<>();
        boolean partitioned = layout.partitions() > 0;
        String unlogged = layout.unlogged() ? "UNLOGGED " : "";
        String options = fitsPage && rowBytes > TOAST_THRESHOLD
                ? " WITH (toast_tuple_target = " + Math.min(mostInPage, GREATEST_TARGET) + ")" : "";
        statements.add("CREATE " + (partitioned ? "" : unlogged) + "TABLE " + name.quoted() + types.entrySet().stream()
                .map(c -> "    " + Identifier.quote(c.getKey()) + " " + c.getValue())
                .collect(Collectors.joining(",\n", " (\n", "\n)"))
                + (partitioned ? " PARTITION BY HASH (" + Identifier.quote(key) + ")" : options));
        List<TableName> partitions = partitions(name);
        for (int i = 0; i < partitions.size(); i++) {
            statements.add("CREATE " + unlogged + "TABLE " + partitions.get(i).quoted() + " PARTITION OF " + name.quoted()
                    + " FOR VALUES WITH (MODULUS " + partitions.size() + ", REMAINDER " + i + ")" + options);
        }
        String column = "ALTER COLUMN " + Identifier.quote(vectorColumn);
        // Statistics of an array are its most frequent elements: costly to find and of no use for vectors.
        statements.add("ALTER TABLE " + name.quoted() + " " + column + " SET STORAGE " + (fitsPage ? "PLAIN" : "EXTERNAL") + ", "
                + column + " SET STATISTICS 0");
        if (layout.isDistributed()) {
            statements.add("SELECT create_distributed_table(" + Sql.literal(name.quoted()) + ", " + Sql.literal(layout.distributeBy())
                    + (layout.shards() > 0 ? ", shard_count => " + layout.shards() : "") + ")");
        }
        return statements;
    }

    /** The names of the partitions of a table of that name; empty when there are none. */
    List<TableName> partitions(TableName name) {
        return IntStream.range(0, layout.partitions()).mapToObj(i -> name.withSuffix("_p" + i)).toList();
    }
}
