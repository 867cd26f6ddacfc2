package io.float2.library;

import java.util.Map;
import java.util.UUID;

/**
 * A picture that was found.
 *
 * @param distance from what was looked for: of embeddings, or bits of a fingerprint; null when the search had no measure
 * @param attributes of each business
 */
public record FoundPicture(UUID key, Double distance, long size, int width, int height, String format, String uri,
        Map<String, Map<String, String>> attributes) {}
