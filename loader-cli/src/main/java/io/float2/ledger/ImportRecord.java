package io.float2.ledger;

import java.util.List;

/**
 * What the ledger says about an import.
 *
 * @param named whether the user chose the id
 * @param target table that is loaded, as SQL writes it
 * @param input what every run has to agree in, as {@code name: value}
 * @param shardRows rows in every shard but the last
 * @param totalRows in all files, or {@link #UNKNOWN}
 * @param relation OID of the table that the rows go into; 0 before there is one
 * @param staging its name, as SQL writes it, while it is not that of the target; else null
 * @param unlogged whether a crash of the server empties the table
 */
public record ImportRecord(
        String id,
        boolean named,
        String target,
        ImportState state,
        List<String> input,
        long shardRows,
        long totalRows,
        long relation,
        String staging,
        boolean unlogged) {

    /** The files do not tell how many rows they have. */
    public static final long UNKNOWN = -1;

    public ImportRecord {
        input = List.copyOf(input);
    }

    /** The table that holds the import's shards. */
    String shardTable() {
        return unlogged ? LedgerSchema.UNLOGGED_SHARDS : LedgerSchema.SHARDS;
    }
}
