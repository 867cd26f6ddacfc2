package io.float2.sql;

import io.float2.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The name of a table.
 *
 * @param schema null: found by the search path
 */
public record TableName(String schema, String name) {

    /** Reads {@code table} or {@code schema.table} in SQL's spelling. */
    public static TableName parse(String text) {
        List<String> parts = Identifier.split(text);
        return switch (parts.size()) {
            case 1 -> new TableName(null, parts.get(0));
            case 2 -> new TableName(parts.get(0), parts.get(1));
            default -> throw new UsageException("\"" + text + "\" is not a table: write table or schema.table");
        };
    }

    /** The same schema, another name. */
    public TableName withName(String other) {
        return new TableName(schema, other);
    }

    /** A name of the same schema with something behind it; the name is cut where the server would cut the whole. */
    public TableName withSuffix(String suffix) {
        String head = name;
        while ((head + suffix).getBytes(StandardCharsets.UTF_8).length > Identifier.MAX_BYTES) {
            head = head.substring(0, head.length() - 1);
        }
        return withName(head + suffix);
    }

    /** As it stands in a statement. */
    public String quoted() {
        return (schema == null ? "" : Identifier.quote(schema) + ".") + Identifier.quote(name);
    }

    /** The name for a message: without the schema where that is the usual one. */
    public String display() {
        return "public".equals(schema) ? Identifier.display(name) : toString();
    }

    /** As a person would write it. */
    @Override
    public String toString() {
        return (schema == null ? "" : Identifier.display(schema) + ".") + Identifier.display(name);
    }
}
