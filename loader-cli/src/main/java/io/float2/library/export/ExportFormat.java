package io.float2.library.export;

import java.util.Locale;

/** What an export writes. */
public enum ExportFormat {
    /** Columns, packed with zstd. */
    PARQUET("parquet"),
    /** Comma-separated values with a header line; embeddings as {1,2}, attributes as JSON. */
    CSV("csv"),
    /** For each picture its file and a JSON file of the same name. */
    WEBDATASET("tar");

    private final String ending;

    ExportFormat(String ending) {
        this.ending = ending;
    }

    /** Of a shard's file. */
    String ending() {
        return ending;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
