package io.float2.library.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A shard as CSV. What is NULL is empty. */
final class CsvShard implements ShardWriter {

    private final CsvWriter csv;

    CsvShard(OutputStream out) {
        csv = CsvWriter.builder().build(new OutputStreamWriter(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        }, StandardCharsets.UTF_8));
        csv.writeRecord("key", "business", "size", "width", "height", "format", "uri", "phash", "dhash", "ahash", "embedding", "imported_at", "attributes");
    }

    @Override
    public void write(ExportedPicture picture) {
        csv.writeRecord(picture.key().toString(), picture.business(), String.valueOf(picture.size()), String.valueOf(picture.width()),
                String.valueOf(picture.height()), picture.format(), text(picture.uri()), text(picture.phash()), text(picture.dhash()), text(picture.ahash()),
                vector(picture.embedding()), Instant.EPOCH.plus(picture.importedMicros(), ChronoUnit.MICROS).toString(), picture.attributes());
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String vector(float[] values) {
        if (values == null) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        for (float value : values) {
            text.append(text.length() == 1 ? "" : ",").append(value);
        }
        return text.append('}').toString();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
