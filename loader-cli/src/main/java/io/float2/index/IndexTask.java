package io.float2.index;

import io.float2.sql.Identifier;
import io.float2.sql.TableName;

/**
 * One index that is wanted.
 *
 * @param index its name, with the schema
 * @param table its table, with the schema
 * @param definition what follows the name in {@code CREATE INDEX name …}
 * @param rows it will have, as far as is known
 */
record IndexTask(TableName index, TableName table, String definition, boolean concurrently, String memory, long rows) {

    /** The statement that builds it under a name in its schema. */
    String sql(String name) {
        return "CREATE INDEX " + (concurrently ? "CONCURRENTLY " : "") + Identifier.quote(name) + " " + definition;
    }

    String sql() {
        return sql(index.name());
    }

    /** Its name for people. */
    String display() {
        return index.display();
    }
}
