package io.float2.picture.source;

import io.float2.UserException;
import io.float2.picture.s3.S3Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Opens sources by the text that names them. */
public final class PictureSources {

    private PictureSources() {}

    /**
     * Opens a source. It is not listed yet.
     *
     * @param text a folder; a file *.tar, *.tar.gz, *.tgz or *.tar.zst; a manifest *.csv, *.tsv, *.jsonl or *.ndjson; or s3://bucket/prefix
     * @throws UserException when there is no such file or folder, or it is no source
     */
    public static PictureSource open(String text, SourceSettings settings) {
        if (text.startsWith(S3Place.SCHEME)) {
            return new S3Source(text, settings);
        }
        Path path = Path.of(text);
        if (!Files.exists(path)) {
            throw new UserException("there is no file or folder " + text);
        }
        if (Files.isDirectory(path)) {
            return new FolderSource(path, settings);
        }
        String name = text.toLowerCase(Locale.ROOT);
        if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz") || name.endsWith(".tar.zst")) {
            return new TarSource(path);
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return new ManifestSource(path, settings);
        }
        throw new UserException(text + " is no source of pictures: that can be a folder, a file *.tar, *.tar.gz, *.tgz or *.tar.zst, a manifest "
                + "*.csv, *.tsv, *.jsonl or *.ndjson, or s3://bucket/prefix");
    }
}
