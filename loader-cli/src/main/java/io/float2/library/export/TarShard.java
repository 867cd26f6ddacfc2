package io.float2.library.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.float2.UserException;
import io.float2.picture.PictureException;
import io.float2.picture.store.PictureStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A shard in the WebDataset layout: the files of a picture share their name up to the first dot and follow each other. */
final class TarShard implements ShardWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final TarArchiveOutputStream tar;
    private final PictureStore store;

    TarShard(OutputStream out, PictureStore store) {
        tar = new TarArchiveOutputStream(out, "UTF-8");
        this.store = store;
    }

    @Override
    public void write(ExportedPicture picture) throws IOException {
        if (picture.uri() == null) {
            throw new UserException("the picture " + picture.key() + " is in no store, so its file cannot be handed out");
        }
        try {
            String name = picture.key().toString();
            add(name + "." + (picture.format().equals("jpeg") ? "jpg" : picture.format()), store.get(picture.uri()));
            add(name + ".json", json(picture));
        } catch (PictureException e) {
            throw new UserException("the picture " + picture.key() + " cannot be handed out: " + e.getMessage(), e);
        }
    }

    /** Always with the same time, so that the same pictures make the same file. */
    private void add(String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setModTime(new Date(0));
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static byte[] json(ExportedPicture picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("key", picture.key().toString());
            json.writeStringField("business", picture.business());
            json.writeNumberField("size", picture.size());
            json.writeNumberField("width", picture.width());
            json.writeNumberField("height", picture.height());
            json.writeStringField("format", picture.format());
            json.writeStringField("uri", picture.uri());
            writeHash(json, "phash", picture.phash());
            writeHash(json, "dhash", picture.dhash());
            writeHash(json, "ahash", picture.ahash());
            if (picture.embedding() != null) {
                json.writeArrayFieldStart("embedding");
                for (float value : picture.embedding()) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
            }
            json.writeFieldName("attributes");
            json.writeRawValue(picture.attributes());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** As hexadecimal text: programs that read numbers as doubles would lose bits. */
    private static void writeHash(JsonGenerator json, String name, Long hash) throws IOException {
        if (hash != null) {
            json.writeStringField(name, String.format("%016x", hash));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            tar.finish();
            tar.flush();
        } finally {
            store.close();
        }
    }
}
