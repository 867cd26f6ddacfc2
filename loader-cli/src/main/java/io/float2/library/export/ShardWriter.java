package io.float2.library.export;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the pictures of a shard; {@link #close()} completes the file and leaves the stream open. */
interface ShardWriter extends AutoCloseable {

    static ShardWriter of(ExportPlan plan, OutputStream out) throws IOException {
        return switch (plan.format()) {
            case PARQUET -> new ParquetShard(out);
            case CSV -> new CsvShard(out);
            case WEBDATASET -> new TarShard(out, plan.store().get());
        };
    }

    void write(ExportedPicture picture) throws IOException;

    @Override
    void close() throws IOException;
}
