package io.float2.library.export;

import java.util.UUID;

/**
 * A row of a view.
 *
 * @param width pixels
 * @param height pixels
 * @param phash null when not made; so the other fingerprints, uri and embedding
 * @param importedMicros microseconds since 1970
 * @param attributes a JSON object
 */
record ExportedPicture(UUID key, String business, long size, int width, int height, String format, String uri, Long phash, Long dhash, Long ahash,
        float[] embedding, long importedMicros, String attributes) {}
