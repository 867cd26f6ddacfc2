package io.float2.loader;

import io.float2.UserException;
import io.float2.ledger.ImportRecord;
import io.float2.loader.source.StandardInput;
import io.float2.loader.source.VectorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Decides how many rows a shard of an import has.
 *
 * @param id of the import, for messages
 */
record ShardSizing(LoadPlan plan, String id) {

    /** A row of text has two characters for every value at least; packed files hold some ten times their size. */
    private static final int CHARACTERS_OF_VALUE = 2;

    private static final int UNPACKED_TIMES = 10;

    /**
     * The shards of an earlier run, some of which are in the table.
     *
     * @throws UserException when the rows are others now, or other shards are asked for
     */
    ShardPlan asBefore(ImportRecord earlier, long rows) {
        if (earlier.totalRows() != rows) {
            throw SourceFingerprint.different(id, "number of rows", String.valueOf(earlier.totalRows()), String.valueOf(rows));
        }
        if (plan.shardRows() != 0 && plan.shardRows() != earlier.shardRows()) {
            throw SourceFingerprint.different(id, "--shard-rows", String.valueOf(earlier.shardRows()), String.valueOf(plan.shardRows()));
        }
        return new ShardPlan(earlier.shardRows(), earlier.totalRows());
    }

    /** @param inOneTransaction whether there can be only one shard */
    ShardPlan anew(boolean inOneTransaction, SourceRows rows) {
        long total = rows.expectedRows();
        if (inOneTransaction) {
            return ShardPlan.whole(total);
        }
        ShardPlan cut = ShardPlan.of(plan.shardRows(), plan.jobs(), total, rows.dimension());
        return total == VectorReader.UNKNOWN && mostRows(rows.dimension()) <= cut.shardRows() ? ShardPlan.whole(total) : cut;
    }

    /** What the length of the files says about the number of rows. */
    private long mostRows(int dimension) {
        long characters = 0;
        for (Path source : plan.sources()) {
            if (StandardInput.is(source)) {
                return Long.MAX_VALUE;
            }
            try {
                String name = source.getFileName().toString();
                characters += Files.size(source) * (name.endsWith(".gz") || name.endsWith(".zst") ? UNPACKED_TIMES : 1);
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
        }
        return Math.min(plan.limit(), characters / ((long) dimension * CHARACTERS_OF_VALUE));
    }
}
