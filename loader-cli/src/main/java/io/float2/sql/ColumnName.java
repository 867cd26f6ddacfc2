package io.float2.sql;

import io.float2.UsageException;
import java.util.List;

/** The name of a column of a table. */
public record ColumnName(TableName table, String column) {

    /** Reads {@code table.column} or {@code schema.table.column} in SQL's spelling. */
    public static ColumnName parse(String text) {
        List<String> parts = Identifier.split(text);
        return switch (parts.size()) {
            case 2 -> new ColumnName(new TableName(null, parts.get(0)), parts.get(1));
            case 3 -> new ColumnName(new TableName(parts.get(0), parts.get(1)), parts.get(2));
            default -> throw new UsageException("\"" + text + "\" is not a column: write table.column or schema.table.column");
        };
    }

    /** As a person would write it. */
    @Override
    public String toString() {
        return table + "." + Identifier.display(column);
    }
}
