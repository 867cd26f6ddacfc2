package io.float2.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** What a running load writes down about its shards. Thread safe. */
public interface ShardLedger {

    /** Nothing is written down: for a load that may not, and that is one transaction. */
    ShardLedger NONE = new ShardLedger() {
        @Override
        public boolean startShard(int shard, long firstRow, int attempt) {
            return true;
        }

        @Override
        public boolean finishShard(Connection work, int shard, long rows) {
            return true;
        }

        @Override
        public void failShard(int shard, String message) {}

        @Override
        public void forgetShard(int shard) {}

        @Override
        public void tell(Map<Integer, Long> sent) {}

        @Override
        public void finish(Connection work, long relation) {}

        @Override
        public void end(ImportState state, String message) {}
    };

    /**
     * Says that a shard is being loaded.
     *
     * @param firstRow of the shard, counted from 0
     * @return false when it is in the table already
     */
    boolean startShard(int shard, long firstRow, int attempt) throws SQLException;

    /**
     * Says that a shard is in the table, in the transaction that puts it there.
     *
     * @return false when another transaction has put it there, or the import is another command's now: this one must be rolled back
     */
    boolean finishShard(Connection work, int shard, long rows) throws SQLException;

    /** Says that a shard could not be loaded. */
    void failShard(int shard, String message) throws SQLException;

    /** Takes a shard back that turned out to be empty, or that is given up because the load is. */
    void forgetShard(int shard) throws SQLException;

    /** Tells how many rows of the running shards, by their numbers, have been sent. */
    void tell(Map<Integer, Long> sent) throws SQLException;

    /** Says that the import is finished, in the transaction that ends it, and which table has the rows. */
    void finish(Connection work, long relation) throws SQLException;

    /** Ends a run that did not finish the import. */
    void end(ImportState state, String message) throws SQLException;
}
