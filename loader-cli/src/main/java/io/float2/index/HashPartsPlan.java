package io.float2.index;

import io.float2.UsageException;
import io.float2.sql.TableName;
import java.util.List;

/**
 * Ordinary (B-tree) indexes that part a table by the hash of a key, so that a query which names the part reads a short index.
 *
 * @param parts how many; part i, from 0, has the rows whose hash is i
 * @param columns what each index is sorted by, in SQL: {@code tag, score desc}
 * @param include columns that are carried along, so that the index alone answers
 * @param hashKey column to be hashed, or an expression in SQL from 0 to parts - 1; null: the first of include
 * @param name what the names begin with, before the number of the part; null: the table's and "hash"
 */
public record HashPartsPlan(
        TableName table, int parts, String columns, List<String> include, String hashKey, String name, BuildOptions options) {

    private static final int MOST_PARTS = 1000;

    public HashPartsPlan {
        include = List.copyOf(include);
        if (parts < 1 || parts > MOST_PARTS) {
            throw new UsageException("a table has 1 to " + MOST_PARTS + " hash parts, not " + parts);
        }
        if (columns.isBlank()) {
            throw new UsageException("the list of --columns is empty");
        }
        if (hashKey == null && include.isEmpty()) {
            throw new UsageException("--hash-key or --include has to name the column that is hashed");
        }
    }
}
