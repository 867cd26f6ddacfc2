package io.float2.library.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** A shard as Parquet, in row groups of some thousand pictures. */
final class ParquetShard implements ShardWriter {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int GROUP_ROWS = 20_000;
    private static final long GROUP_BYTES = 64L << 20;

    private final CountedStream out;
    private final List<RowGroup> groups = new ArrayList<>();
    private List<ParquetChunk> chunks;
    private long groupRows;
    private long rows;
    private int column;

    ParquetShard(OutputStream out) throws IOException {
        this.out = new CountedStream(out);
        this.out.write(MAGIC);
        beginGroup();
    }

    private void beginGroup() {
        chunks = ParquetColumns.SCHEMA.getColumns().stream().map(ParquetChunk::new).toList();
        groupRows = 0;
    }

    @Override
    public void write(ExportedPicture picture) throws IOException {
        column = 0;
        next().text(picture.key().toString());
        next().text(picture.business());
        next().whole(picture.size());
        next().number(picture.width());
        next().number(picture.height());
        next().text(picture.format());
        text(picture.uri());
        whole(picture.phash());
        whole(picture.dhash());
        whole(picture.ahash());
        list(picture.embedding());
        next().whole(picture.importedMicros());
        next().text(picture.attributes());
        long bytes = 0;
        for (ParquetChunk chunk : chunks) {
            chunk.endRow();
            bytes += chunk.bytes();
        }
        groupRows++;
        if (groupRows == GROUP_ROWS || bytes > GROUP_BYTES) {
            endGroup();
            beginGroup();
        }
    }

    private ParquetChunk next() {
        return chunks.get(column++);
    }

    private void text(String value) {
        if (value == null) {
            next().nothing(0);
        } else {
            next().text(value);
        }
    }

    private void whole(Long value) {
        if (value == null) {
            next().nothing(0);
        } else {
            next().whole(value);
        }
    }

    private void list(float[] values) {
        ParquetChunk chunk = next();
        if (values == null || values.length == 0) {
            chunk.nothing(values == null ? 0 : 1);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            chunk.element(values[i], i == 0);
        }
    }

    private void endGroup() throws IOException {
        long begin = out.count();
        long unpacked = 0;
        List<ColumnChunk> written = new ArrayList<>();
        for (ParquetChunk chunk : chunks) {
            ColumnChunk one = chunk.write(out);
            written.add(one);
            unpacked += one.getMeta_data().getTotal_uncompressed_size();
        }
        RowGroup group = new RowGroup(written, unpacked, groupRows);
        group.setFile_offset(begin);
        group.setTotal_compressed_size(out.count() - begin);
        groups.add(group);
        rows += groupRows;
    }

    @Override
    public void close() throws IOException {
        if (groupRows > 0) {
            endGroup();
        }
        FileMetaData file = new FileMetaData(1, ParquetColumns.elements(), rows, groups);
        file.setCreated_by("float2");
        long begin = out.count();
        Util.writeFileMetaData(file, out);
        int length = (int) (out.count() - begin);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(length >>> shift);
        }
        out.write(MAGIC);
        out.flush();
    }
}
