package io.float2.loader;

import io.float2.loader.source.VectorBatch;
import io.float2.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Loads one shard once: a transaction that has its rows and its row in the ledger, or nothing. */
final class ShardAttempt {

    /** The shard's row in the ledger is not to be had: another command has the import, or has loaded the shard. */
    static final class Overtaken extends SQLException {

        private static final long serialVersionUID = 1L;

        Overtaken(Shard shard) {
            super(shard + " has been taken over by another command", "40001");
        }
    }

    private final LoadContext load;
    private final Connection connection;
    private final SourceRows rows;
    private final Shard shard;
    private final BatchQueue queue;
    private CopyMethod method;
    private boolean copied;

    /** @param batches that go around between reader and connection */
    ShardAttempt(LoadContext load, Connection connection, SourceRows rows, Shard shard, List<VectorBatch> batches) {
        this.load = load;
        this.connection = connection;
        this.rows = rows;
        this.shard = shard;
        queue = new BatchQueue(batches);
    }

    /**
     * Runs to the COMMIT. When the sources end before the shard begins, nothing is sent and nothing is committed.
     *
     * @param straight by COPY into the table, whatever is faster
     */
    CopyResult run(boolean straight) throws SQLException, InterruptedException {
        Thread reader = new Thread(new ShardReader(rows, shard, queue), "float2 read shard " + shard.number());
        reader.setDaemon(true);
        boolean begun = false;
        RejectFile.Part rejects = null;
        try {
            RowLayout layout = load.whole() ? load.target().begin(connection, false, load.progress()) : load.layout();
            method = method(straight, layout);
            if (load.whole()) {
                load.progress().phase("load " + load.plan().table(), rows.expectedRows());
            }
            reader.start();
            begun = true;
            rejects = rejects(layout);
            CopyResult result = method.copy(connection, layout, load.whole() && load.target().freezesRows(), rows.dimension(),
                    new RowRules(load.plan().onOverflow(), rejects), queue, this::advance);
            copied = true;
            if (result.sent() == 0 && shard.number() > 1) {
                connection.rollback();
                return result;
            }
            if (rejects != null) {
                rejects.complete();
            }
            commit(layout, result);
            load.counts().done(result, method.describe());
            if (rejects != null) {
                rejects.keep(load.progress());
            }
            return result;
        } finally {
            if (begun) {
                end(reader);
            }
            if (rejects != null) {
                rejects.drop();
            }
        }
    }

    /** Where rows go that are wrong, or null when the first one ends the load. */
    private RejectFile.Part rejects(RowLayout layout) {
        Path file = load.plan().rejects();
        return file == null ? null : RejectFile.of(file, rows.fields().stream().map(SourceField::name).toList(),
                layout.rowNumberColumn(), rows.vectorName() == null ? layout.vectorColumn().name() : rows.vectorName())
                .part(shard.number());
    }

    private CopyMethod method(boolean straight, RowLayout layout) throws SQLException {
        if (straight) {
            return CopyMethod.STRAIGHT;
        }
        return load.whole() ? CopyMethod.choose(load.plan(), layout, rows.dimension(), connection) : load.method();
    }

    /** Whether it failed with rows on their way through a temporary table. */
    boolean failedInStage() {
        return method != null && method.staged() && !copied;
    }

    private void advance(long count, long bytes) {
        load.counts().sent(shard.number(), count, bytes);
        load.progress().advance(count, bytes);
    }

    private void commit(RowLayout layout, CopyResult result) throws SQLException, InterruptedException {
        if (load.whole()) {
            load.progress().done();
            // What a deferred constraint has to say is to be heard before the rest is done.
            Sql.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
            load.target().complete(connection, load.progress());
        }
        if (!load.ledger().finishShard(connection, shard.number(), result.rows())) {
            throw new Overtaken(shard);
        }
        if (load.whole()) {
            load.ledger().finish(connection, layout.table().oid());
        }
        connection.commit();
    }

    /** When all went well the reader has ended already. */
    private void end(Thread reader) {
        queue.stop();
        boolean interrupted = Thread.interrupted();
        if (reader.isAlive()) {
            reader.interrupt();
        }
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
